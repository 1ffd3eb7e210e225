# The application's image: web, worker, beat and setup are the same image with other commands.
FROM python:3.11-slim AS build
WORKDIR /srv/app
COPY requirements.txt .
RUN python -m venv /srv/venv && /srv/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

FROM python:3.11-slim
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --home-dir /srv/var zhangdian && install -d -o 10001 -g 10001 /srv/var /srv/static
COPY --from=build /srv/venv /srv/venv
WORKDIR /srv/app
COPY . .
# The words and the static files stand in the image; the settings want secrets, which here open nothing.
RUN python -c 'from zhangdian.words import catalogues; catalogues.compile_all(".")' \
 && ZHANGDIAN_PRODUCTION=1 ZHANGDIAN_VAR=/tmp/var STATIC_ROOT=/srv/static ALLOWED_HOSTS=build \
    SECRET_KEY=only-for-collecting-static-files-at-build \
    TRAIL_KEY=only-for-collecting-static-files-at-build \
    VAULT_KEY=only-for-collecting-static-files-at-build \
    DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --no-input --verbosity 0 \
 && rm -rf /tmp/var
USER 10001:10001
VOLUME /srv/var
EXPOSE 8000
CMD ["gunicorn", "zhangdian.wsgi", "--config", "deploy/gunicorn.conf.py"]
