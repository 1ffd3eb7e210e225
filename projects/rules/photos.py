"""Arithmetic on pictures: whether two look alike, whether a position can be one."""


def fingerprint(grey):
    """dHash of 9 × 8 grey values (row by row) as 16 hexadecimal digits: a bit says whether a point is darker than its
    right neighbour. A picture recompressed or a little cropped keeps nearly all of its bits."""
    if len(grey) != 72:
        raise ValueError("72 grey values make a fingerprint")
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[row * 9 + column] < grey[row * 9 + column + 1])
    return f"{bits:016x}"


def distance(one, other):
    """In how many of 64 bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def tells(one):
    """Has the picture enough of a structure to be told by its fingerprint? A wall of one colour has none."""
    return 8 <= int(one, 16).bit_count() <= 56


def is_position(latitude, longitude):
    """Can this be a place on earth? (0, 0) is what a telephone without a fix writes."""
    if latitude is None or longitude is None:
        return False
    return abs(latitude) <= 90 and abs(longitude) <= 180 and not (latitude == 0 and longitude == 0)
