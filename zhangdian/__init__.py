"""张店一线考察: evaluating cadres on the building site instead of on paper."""
