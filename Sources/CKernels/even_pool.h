#ifndef CHAFF_EVEN_POOL_H
#define CHAFF_EVEN_POOL_H
#include "pool.h"

// Windows of two by two (by two) without dilation, as nearly every network has them. Those that lie inside the input need
// no reach along the last axis: their elements are at fixed distances from the first.

// 4 or 8 elements a window; 0 for other windows.
CK_INLINE int even_taps(const ck_window *w) {
  for (int axis = 0; axis < 3; ++axis)
    if (w->dilation[axis] != 1 && w->kernel[axis] != 1) return 0;
  if (w->kernel[1] != 2 || w->kernel[2] != 2) return 0;
  return w->kernel[0] == 1 ? 4 : w->kernel[0] == 2 ? 8 : 0;
}

struct even_row {
  int taps;
  // Of an element from the first of its window, in floats.
  ptrdiff_t offset[8];
  // Windows first..<end lie inside; the first element of window o is at `corner + o·step` of the sample.
  ptrdiff_t first, end, corner, step;
};

// The windows of one row, which all of `reach` along the first two axes belongs to; none (`end` is 0) where a window
// hangs over there.
CK_INLINE struct even_row even_row_of(const ck_window *w, int taps, const struct reach reach[2]) {
  struct even_row row = {.taps = taps};
  for (int axis = 0; axis < 2; ++axis)
    if (reach[axis].first != 0 || reach[axis].end != w->kernel[axis]) return row;
  if (!taps) return row;
  ptrdiff_t line = w->input[2] * w->channels, plane = w->input[1] * line;
  for (int k = 0; k < taps; ++k)
    row.offset[k] = (k >> 2) * plane + (k >> 1 & 1) * line + (k & 1) * w->channels;
  row.corner = reach[0].origin * plane + reach[1].origin * line - w->pad[2] * w->channels;
  row.step = w->stride[2] * w->channels;
  row.first = (w->pad[2] + w->stride[2] - 1) / w->stride[2];
  ptrdiff_t room = w->input[2] - 2 + w->pad[2];
  row.end = room < 0 ? 0 : ck_least(w->output[2], room / w->stride[2] + 1);
  return row;
}

// Vectors of 16, 8 and 4 channels, then single ones: twelve channels are two vectors, not twelve steps of a tail.
typedef float ck_eight __attribute__((ext_vector_type(8), aligned(4)));
typedef float ck_four __attribute__((ext_vector_type(4), aligned(4)));

#endif
