"""On whose desk a case is."""


def free_of(cases, day):
    """(users, case) -> those of users on whose desk the case is: who is told as an office is never who is concerned by
    it or recused from it, and may not even know of it. A statement a kind and user, however many cases."""
    kinds, seen = {}, {}
    for case in cases:
        kinds.setdefault(type(case), set()).add(case.pk)

    def of(user, model):
        if (user.pk, model) not in seen:
            rows = model.objects.on_desk(user, day).filter(pk__in=kinds[model])
            seen[user.pk, model] = set(rows.order_by().values_list("pk", flat=True))
        return seen[user.pk, model]

    return lambda users, case: [user for user in users if case.pk in of(user, type(case))]
