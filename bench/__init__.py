"""`make bench`: the product's five hardest works against bare anchors that do only the same, in one run.

Only ratios of one run hold: machines differ, neighbours make noise. Nothing here is imported by the product.
"""
