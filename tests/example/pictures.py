"""Draws the abstract illustrations of the example site.

    pip install pillow
    python tests/example/pictures.py

Every picture is a geometric composition: it shows no real place, person or emblem, and needs no font. Shapes and grain
come from seeds fixed below, so a second run draws the same pixels. Files are written under content/, where the records
that show them expect them.
"""

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw

CONTENT = Path(__file__).resolve().parents[2] / "content"

INK = (34, 49, 63)
SLATE = (84, 104, 120)
MIST = (205, 214, 218)
PAPER = (243, 240, 232)
BRICK = (178, 84, 62)
OCHRE = (214, 164, 84)
MOSS = (110, 134, 104)
TEAL = (64, 124, 128)

OVERSAMPLING = 2  # Pillow draws without anti-aliasing: shapes are drawn larger and scaled down.


class Canvas:
    """A picture in the unit of 1/1600 of its width, so that a composition fits any size of the same proportion."""

    def __init__(self, width, height, background):
        self.size = (width, height)
        self.scale = width * OVERSAMPLING / 1600
        self.image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING), background)
        self.pen = ImageDraw.Draw(self.image)

    def _points(self, points):
        return [(x * self.scale, y * self.scale) for x, y in points]

    def box(self, x, y, width, height, fill):
        self.pen.rectangle(self._points([(x, y), (x + width, y + height)]), fill=fill)

    def disc(self, x, y, radius, fill=None, outline=None, stroke=0):
        box = self._points([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse(box, fill=fill, outline=outline, width=round(stroke * self.scale))

    def shape(self, points, fill):
        self.pen.polygon(self._points(points), fill=fill)

    def line(self, points, fill, stroke):
        self.pen.line(self._points(points), fill=fill, width=max(1, round(stroke * self.scale)), joint="curve")

    def finish(self, seed, grain):
        """The picture at its real size, with paper grain: without it a photo encoder has nothing to do."""
        picture = self.image.resize(self.size, Image.Resampling.LANCZOS)
        if not grain:
            return picture
        noise = Image.frombytes("L", self.size, random.Random(seed).randbytes(self.size[0] * self.size[1]))
        return Image.blend(picture, noise.convert("RGB"), grain)


def mix(first, second, share):
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second))


def sky(canvas, top, bottom, height):
    steps = 60
    for step in range(steps):
        canvas.box(0, height * step / steps, 1600, height / steps + 1, mix(top, bottom, step / steps))


def gear(canvas, x, y, radius, teeth, fill, hole):
    rim = []
    for index in range(teeth * 4):
        angle = math.tau * index / (teeth * 4)
        reach = radius * (1.16 if index % 4 in (1, 2) else 1.0)
        rim.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach))
    canvas.shape(rim, fill)
    canvas.disc(x, y, radius * 0.38, fill=hole)


def building(canvas, x, base, width, height, wall, glass):
    canvas.box(x, base - height, width, height, wall)
    column = 0
    while x + 18 + column * 34 + 20 < x + width:
        row = 0
        while base - height + 22 + row * 44 + 26 < base - 10:
            canvas.box(x + 18 + column * 34, base - height + 22 + row * 44, 20, 26, glass)
            row += 1
        column += 1


def tree(canvas, x, base, radius, fill):
    canvas.box(x - 3, base - radius * 1.6, 6, radius * 1.6, INK)
    canvas.disc(x, base - radius * 2.2, radius, fill=fill)


def sawtooth_hall(canvas, x, base, bays, wall, roof):
    for bay in range(bays):
        left = x + bay * 130
        canvas.shape([(left, base - 150), (left + 130, base - 150), (left, base - 250)], roof)
        canvas.shape([(left, base - 160), (left, base - 240), (left + 46, base - 160)], mix(roof, PAPER, 0.5))
    canvas.box(x, base - 150, bays * 130, 150, wall)


def workshop(canvas, rng):
    sky(canvas, mix(MIST, TEAL, 0.25), PAPER, 640)
    sawtooth_hall(canvas, 120, 640, 7, SLATE, BRICK)
    for bay in range(7):
        canvas.box(150 + bay * 130, 530, 70, 110, mix(SLATE, OCHRE, 0.6))
    canvas.box(0, 640, 1600, 427, mix(INK, SLATE, 0.35))
    for step in range(-12, 29):
        canvas.line([(800 + (step * 100 - 800) * 0.45, 640), (step * 200 - 800, 1067)], SLATE, 2)
    for y in (668, 712, 776, 860, 970):
        canvas.line([(0, y), (1600, y)], SLATE, 2)
    gear(canvas, 1240, 560, 150, 16, OCHRE, INK)
    gear(canvas, 1437, 700, 90, 10, MOSS, INK)
    for index in range(5):
        x = 160 + index * 190 + rng.randrange(20)
        canvas.box(x, 800, 120, 90, mix(TEAL, PAPER, index / 8))
        canvas.box(x + 14, 762, 60, 38, INK)


def campus(canvas, rng):
    sky(canvas, mix(MIST, OCHRE, 0.15), PAPER, 700)
    canvas.shape([(0, 700), (0, 560), (380, 430), (760, 570), (1150, 400), (1600, 560), (1600, 700)], mix(MOSS, MIST, 0.5))
    for x, width, height, wall in ((140, 260, 300, BRICK), (420, 180, 420, SLATE), (640, 330, 250, mix(BRICK, PAPER, 0.3)),
                                   (1010, 200, 360, TEAL), (1240, 240, 280, mix(SLATE, PAPER, 0.25))):
        building(canvas, x, 720, width, height, wall, mix(PAPER, OCHRE, 0.3))
    canvas.box(0, 720, 1600, 347, mix(MOSS, PAPER, 0.25))
    canvas.shape([(740, 720), (860, 720), (1180, 1067), (420, 1067)], mix(PAPER, OCHRE, 0.2))
    for index in range(12):
        depth = index // 2
        side = -1 if index % 2 else 1
        tree(canvas, 800 + side * (130 + depth * 92), 780 + depth * 46, 30 + depth * 7, mix(MOSS, INK, 0.1 + rng.random() * 0.3))


def signing_table(canvas, rng):
    for ring, share in ((900, 0.05), (740, 0.12), (590, 0.2)):
        canvas.disc(800, 533, ring, fill=mix(PAPER, OCHRE, share))
    for seat in range(22):
        angle = math.tau * seat / 22
        canvas.disc(800 + math.cos(angle) * 560, 533 + math.sin(angle) * 400, 40, fill=(TEAL, SLATE)[seat % 2])
    canvas.pen.ellipse(canvas._points([(340, 230), (1260, 836)]), fill=mix(BRICK, INK, 0.35))
    canvas.pen.ellipse(canvas._points([(380, 262), (1220, 804)]), fill=mix(BRICK, OCHRE, 0.3))
    for paper in range(11):
        angle = math.tau * paper / 11
        x, y = 800 + math.cos(angle) * 300, 533 + math.sin(angle) * 185
        canvas.box(x - 44, y - 30, 88, 60, PAPER)
        for row in range(3):
            canvas.line([(x - 32, y - 16 + row * 14), (x + 10 + rng.randrange(24), y - 16 + row * 14)], SLATE, 3)
    gear(canvas, 800, 533, 70, 12, OCHRE, mix(BRICK, OCHRE, 0.3))


def data_network(canvas, rng):
    sky(canvas, INK, mix(INK, TEAL, 0.55), 1067)
    nodes = [(rng.randrange(80, 1520), rng.randrange(80, 990)) for _ in range(46)]
    for index, (x, y) in enumerate(nodes):
        near = sorted(nodes, key=lambda node: (node[0] - x) ** 2 + (node[1] - y) ** 2)[1:4]
        for other in near:
            canvas.line([(x, y), other], mix(TEAL, MIST, 0.25), 2.5)
    for index, (x, y) in enumerate(nodes):
        radius = 8 + rng.randrange(16)
        canvas.disc(x, y, radius + 10, outline=mix(TEAL, PAPER, 0.3), stroke=2)
        canvas.disc(x, y, radius, fill=(OCHRE, MIST, BRICK, MIST)[index % 4])


def park_map(canvas, rng):
    canvas.box(0, 0, 1600, 1067, mix(PAPER, MIST, 0.4))
    for row in range(5):
        for column in range(8):
            fill = rng.choice((mix(MOSS, PAPER, 0.45), mix(OCHRE, PAPER, 0.45), mix(SLATE, PAPER, 0.55), mix(BRICK, PAPER, 0.6)))
            canvas.box(30 + column * 198, 30 + row * 206, 170, 178, fill)
            for _ in range(3):
                canvas.box(46 + column * 198 + rng.randrange(90), 46 + row * 206 + rng.randrange(100), 44, 34, mix(fill, INK, 0.35))
    river = [(x, 560 + math.sin(x / 210) * 120 + math.sin(x / 77) * 22) for x in range(-20, 1640, 20)]
    canvas.line(river, mix(TEAL, PAPER, 0.2), 66)
    canvas.line([(0, 1000), (520, 640), (980, 420), (1600, 60)], PAPER, 26)
    canvas.line([(0, 1000), (520, 640), (980, 420), (1600, 60)], BRICK, 6)
    for x, y in ((520, 640), (980, 420)):
        canvas.disc(x, y, 26, fill=PAPER, outline=BRICK, stroke=8)


def hall(canvas, rng):
    sky(canvas, mix(INK, BRICK, 0.3), mix(BRICK, OCHRE, 0.4), 480)
    canvas.box(240, 150, 1120, 260, PAPER)
    for index in range(4):
        canvas.disc(470 + index * 220, 280, 62, fill=(BRICK, TEAL, OCHRE, MOSS)[index])
        if index:
            canvas.line([(470 + index * 220 - 158, 280), (470 + index * 220 - 62, 280)], SLATE, 6)
    canvas.box(160, 440, 1280, 60, INK)
    canvas.box(0, 500, 1600, 567, mix(INK, SLATE, 0.3))
    for row in range(7):
        seats = 14 + row * 2
        for seat in range(seats):
            angle = math.pi * (0.14 + 0.72 * seat / (seats - 1))
            x, y = 800 - math.cos(angle) * (520 + row * 105), 360 + math.sin(angle) * (215 + row * 78)
            canvas.disc(x, y, 20 + row * 3, fill=mix(TEAL, rng.choice((MIST, INK, OCHRE)), 0.35))


def robot_cell(canvas, rng):
    sky(canvas, PAPER, MIST, 1067)
    canvas.box(0, 800, 1600, 267, SLATE)
    canvas.box(0, 760, 1600, 56, INK)
    for roller in range(20):
        canvas.disc(40 + roller * 80, 788, 20, fill=mix(SLATE, MIST, 0.5))
    for index in range(6):
        canvas.box(90 + index * 260 + rng.randrange(30), 660, 110, 100, (BRICK, TEAL, MOSS)[index % 3])
    joints = [(420, 790), (560, 420), (900, 260), (1080, 470)]
    for (start, end), width in zip(zip(joints, joints[1:]), (92, 72, 50)):
        canvas.line([start, end], OCHRE, width)
    for (x, y), radius in zip(joints, (96, 70, 56, 40)):
        canvas.disc(x, y, radius, fill=INK)
        canvas.disc(x, y, radius * 0.5, fill=OCHRE)
    canvas.line([(1040, 500), (1010, 610)], INK, 20)
    canvas.line([(1110, 500), (1140, 610)], INK, 20)


def training_floor(canvas, rng):
    canvas.box(0, 0, 1600, 1067, mix(PAPER, SLATE, 0.12))
    for row in range(4):
        for desk in range(5):
            x, y = 90 + desk * 296 + (row % 2) * 40, 70 + row * 250
            canvas.box(x, y + 120, 220, 30, mix(OCHRE, BRICK, 0.25))
            canvas.box(x + 40, y, 140, 100, INK)
            canvas.box(x + 50, y + 10, 120, 80, mix(TEAL, PAPER, 0.2 + rng.random() * 0.5))
            for bar in range(4):
                height = 12 + rng.randrange(50)
                canvas.box(x + 64 + bar * 26, y + 84 - height, 14, height, (PAPER, OCHRE)[bar % 2])
            canvas.disc(x + 110, y + 190, 30, fill=(BRICK, MOSS, SLATE)[(row + desk) % 3])


def seedbed(canvas, rng):
    canvas.box(0, 0, 1600, 1067, mix(PAPER, MOSS, 0.12))
    for row in range(4):
        for column in range(6):
            x, y = 60 + column * 252, 50 + row * 250
            canvas.box(x, y, 220, 218, mix(PAPER, (OCHRE, MIST, MOSS)[(row + column) % 3], 0.5))
            height = 40 + rng.randrange(110)
            canvas.line([(x + 110, y + 198), (x + 110, y + 198 - height)], MOSS, 9)
            for side in (-1, 1):
                tip = (x + 110 + side * height * 0.5, y + 188 - height)
                canvas.shape([(x + 110, y + 198 - height * 0.6), (x + 110 + side * 8, y + 180 - height), tip], mix(MOSS, TEAL, 0.4))


def hour_circle(canvas, rng):
    canvas.box(0, 0, 1600, 1067, PAPER)
    for ring in range(5, 0, -1):
        canvas.disc(800, 533, ring * 170, fill=mix(PAPER, TEAL, 0.5 - ring * 0.08), outline=mix(TEAL, PAPER, 0.3), stroke=3)
    for index in range(9):
        angle = math.tau * index / 9 + 0.3
        reach = 300 + rng.randrange(330)
        x, y = 800 + math.cos(angle) * reach, 533 + math.sin(angle) * reach * 0.62
        canvas.line([(800, 533), (x, y)], SLATE, 7)
        canvas.disc(x, y, 34, fill=(BRICK, OCHRE, MOSS)[index % 3], outline=PAPER, stroke=8)
    canvas.disc(800, 533, 74, fill=INK)
    canvas.disc(800, 533, 34, fill=OCHRE)


def panorama(canvas, rng):
    sky(canvas, mix(TEAL, MIST, 0.5), mix(PAPER, OCHRE, 0.35), 760)
    canvas.disc(1180, 330, 120, fill=mix(OCHRE, PAPER, 0.35))
    canvas.shape([(0, 760), (0, 600), (300, 470), (620, 610), (980, 480), (1330, 600), (1600, 500), (1600, 760)], mix(SLATE, MIST, 0.55))
    x = 40
    while x < 760:
        width, height = 70 + rng.randrange(90), 130 + rng.randrange(260)
        building(canvas, x, 760, width, height, mix(SLATE, BRICK, rng.random() * 0.7), mix(PAPER, OCHRE, 0.35))
        x += width + 16
    sawtooth_hall(canvas, 830, 760, 5, mix(TEAL, INK, 0.2), BRICK)
    for chimney in range(2):
        canvas.box(1500 + chimney * 46, 470 + chimney * 40, 26, 290 - chimney * 40, INK)
    canvas.box(0, 760, 1600, 307, mix(MOSS, INK, 0.15))
    canvas.shape([(0, 1000), (1600, 830), (1600, 890), (0, 1067)], mix(PAPER, OCHRE, 0.2))
    for index in range(18):
        tree(canvas, 40 + index * 92 + rng.randrange(30), 830 + rng.randrange(30), 22, mix(MOSS, PAPER, 0.1 + rng.random() * 0.2))


# path under content/, composition, width, height, share of grain
PICTURES = [
    ("images/illustration-workshop.jpg", workshop, 1600, 1067, 0.05),
    ("images/illustration-campus.jpg", campus, 1600, 1067, 0.05),
    ("images/illustration-data-network.jpg", data_network, 1600, 1067, 0.045),
    ("images/illustration-hour-circle.jpg", hour_circle, 1600, 1067, 0.05),
    ("images/illustration-seedbed.jpg", seedbed, 1600, 1067, 0.05),
    ("images/illustration-park-map.png", park_map, 1200, 800, 0),
    ("news/2024-05-16-consortium-founded/illustration-panorama.jpg", panorama, 4000, 2667, 0.018),
    ("news/2024-05-21-picture-gallery/illustration-robot-cell.jpg", robot_cell, 1600, 1067, 0.05),
    ("news/2024-05-21-picture-gallery/illustration-training-floor.jpg", training_floor, 1200, 800, 0.05),
    ("news/2024-05-21-picture-gallery/illustration-link-map.png", hour_circle, 1200, 800, 0),
    ("signings/2024-05-16-founding/illustration-signing-table.jpg", signing_table, 1600, 1067, 0.05),
    ("signings/2024-05-16-founding/illustration-hall.jpg", hall, 1600, 1067, 0.05),
]


def main():
    for seed, (path, compose, width, height, grain) in enumerate(PICTURES):
        canvas = Canvas(width, height, PAPER)
        compose(canvas, random.Random(seed))
        target = CONTENT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        picture = canvas.finish(seed, grain)
        if target.suffix == ".jpg":
            picture.save(target, quality=82, optimize=True, progressive=True)
        else:
            picture.save(target, optimize=True)
        print(f"{path}: {width}x{height}, {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
