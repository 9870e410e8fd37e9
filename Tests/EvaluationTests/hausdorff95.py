"""Hausdorff-95 of two masks by scipy's distance transform: hausdorff95.py FOLDER; prints a line for each case."""
import json
import sys

import numpy
from scipy.ndimage import binary_erosion, distance_transform_edt


def outline(mask):
    # Beyond the border nothing belongs to the mask, so that pixels at the border are outline.
    return mask & ~binary_erosion(mask, border_value=0)


def hausdorff95(first, second, spacing):
    first, second = outline(first), outline(second)
    there = distance_transform_edt(~second, sampling=spacing)[first]
    back = distance_transform_edt(~first, sampling=spacing)[second]
    return max(numpy.percentile(there, 95), numpy.percentile(back, 95))


for case in json.load(open(sys.argv[1])):
    shape = case["height"], case["width"]
    masks = [numpy.array(case[name], bool).reshape(shape) for name in ("predicted", "reference")]
    print(repr(float(hausdorff95(*masks, case["spacing"]))))
