// The gradients of max pooling, for one kind of element: see elements.h.
#include <string.h>

#include "elements.h"

// A cotangent is pending until an element equals the maximum; whoever comes first takes it. `!(x < y)` also holds where
// y is NaN.
#define BLOCK 64

CK_INLINE void take_pending(const element *restrict x, const element *restrict y, float *restrict pending,
                            element *restrict dx, ptrdiff_t channels, const int adds) {
  for (ptrdiff_t c = 0; c < channels; ++c) {
    float wanted = pending[c];
    int takes = !(LOAD(x[c]) < LOAD(y[c]));
    float taken = takes ? wanted : 0.0f;
    dx[c] = adds ? STORE(LOAD(dx[c]) + taken) : KEEP(taken);
    pending[c] = takes ? 0.0f : wanted;
  }
}

CK_INLINE void gradient_of_window(const ck_window *w, const int masks, const element *x, const element *y, const element *dy,
                                  element *dx, const struct reach reach[3], ptrdiff_t channels, const int adds) {
  float pending[BLOCK];
  for (ptrdiff_t block = 0; block < channels; block += BLOCK) {
    ptrdiff_t count = ck_least(BLOCK, channels - block);
    for (ptrdiff_t c = 0; c < count; ++c)
      pending[c] = masks && LOAD(y[block + c]) <= 0.0f ? 0.0f : LOAD(dy[block + c]);
    for (ptrdiff_t a = reach[0].first; a < reach[0].end; ++a) {
      ptrdiff_t plane = (reach[0].origin + a * w->dilation[0]) * w->input[1];
      for (ptrdiff_t b = reach[1].first; b < reach[1].end; ++b) {
        ptrdiff_t row = (plane + reach[1].origin + b * w->dilation[1]) * w->input[2];
        for (ptrdiff_t k = reach[2].first; k < reach[2].end; ++k) {
          ptrdiff_t at = (row + reach[2].origin + k * w->dilation[2]) * w->channels + block;
          take_pending(x + at, y + block, pending, dx + at, count, adds);
        }
      }
    }
  }
}

// Windows of two by two (by two) that lie inside the input: the pending cotangents stay in registers.
#define DEFINE_EVEN_TAKE(name, vector)                                                                    \
  CK_INLINE void even_take_##name(const int taps, const int masks, const ptrdiff_t *at, const element *x, \
                                  const element *y, const element *dy, element *dx) {                     \
    const vector zero = 0;                                                                                \
    vector best, pending, value, taken;                                                                   \
    load_##name(y, &best);                                                                                \
    load_##name(dy, &pending);                                                                            \
    if (masks) pending = best <= zero ? zero : pending;                                                   \
    for (int k = 0; k < taps; ++k) {                                                                      \
      load_##name(x + at[k], &value);                                                                     \
      taken = value < best ? zero : pending;                                                              \
      keep_##name(&taken, dx + at[k]);                                                                    \
      pending = value < best ? pending : zero;                                                            \
    }                                                                                                     \
  }

DEFINE_EVEN_TAKE(lanes, ck_lanes)
DEFINE_EVEN_TAKE(eight, ck_eight)
DEFINE_EVEN_TAKE(four, ck_four)
DEFINE_EVEN_TAKE(one, float)

CK_INLINE void gradient_of_even_window(const int taps, const int masks, const ptrdiff_t *at, const element *x,
                                       const element *y, const element *dy, element *dx, ptrdiff_t channels) {
  ptrdiff_t c = 0;
  for (; c + 16 <= channels; c += 16) even_take_lanes(taps, masks, at, x + c, y + c, dy + c, dx + c);
  if (c + 8 <= channels) even_take_eight(taps, masks, at, x + c, y + c, dy + c, dx + c), c += 8;
  if (c + 4 <= channels) even_take_four(taps, masks, at, x + c, y + c, dy + c, dx + c), c += 4;
  for (; c < channels; ++c) even_take_one(taps, masks, at, x + c, y + c, dy + c, dx + c);
}

// The windows of a row that lie inside the input.
CK_INLINE void gradient_of_even_row(const ck_window *w, const struct even_row *row, const int masks, const element *x,
                                    const element *y, const element *dy, element *dx) {
  for (ptrdiff_t o = row->first; o < row->end; ++o) {
    ptrdiff_t corner = row->corner + o * row->step, at = o * w->channels;
    if (row->taps == 4)
      gradient_of_even_window(4, masks, row->offset, x + corner, y + at, dy + at, dx + corner, w->channels);
    else gradient_of_even_window(8, masks, row->offset, x + corner, y + at, dy + at, dx + corner, w->channels);
  }
}

// The coordinates along an axis that an output coordinate owns: from its window to the next one.
CK_INLINE void owned_by(const ck_window *w, int axis, ptrdiff_t output, ptrdiff_t *begin, ptrdiff_t *end) {
  ptrdiff_t origin = output * w->stride[axis] - w->pad[axis], size = w->input[axis];
  *begin = output == 0 ? 0 : ck_least(ck_greatest(origin, 0), size);
  *end = output + 1 == w->output[axis] ? size : ck_least(ck_greatest(origin + w->stride[axis], 0), size);
}

// Whether a window reads coordinate `at`.
CK_INLINE int reads(const ck_window *w, int axis, struct reach reach, ptrdiff_t at) {
  ptrdiff_t offset = at - reach.origin;
  return offset >= 0 && offset % w->dilation[axis] == 0 && offset / w->dilation[axis] < w->kernel[axis];
}

// Whether the windows along an axis leave elements out.
CK_INLINE int leaves_gaps(const ck_window *w, int axis) {
  ptrdiff_t end = w->output[axis] * w->stride[axis] - w->pad[axis];
  return w->stride[axis] != w->kernel[axis] || w->dilation[axis] != 1 || end < w->input[axis];
}

// Zeroes what a line of windows owns but does not read.
CK_INLINE void clear_gaps(const ck_window *w, element *dx, const struct reach reach[3]) {
  size_t pixel = (size_t)w->channels * sizeof *dx;
  for (ptrdiff_t o2 = 0; o2 < w->output[2]; ++o2) {
    ptrdiff_t begin, end;
    struct reach along = reach_along(w, 2, o2);
    owned_by(w, 2, o2, &begin, &end);
    for (ptrdiff_t at = begin; at < end; ++at) {
      if (reads(w, 2, along, at)) continue;
      for (ptrdiff_t a = reach[0].first; a < reach[0].end; ++a)
        for (ptrdiff_t b = reach[1].first; b < reach[1].end; ++b) {
          ptrdiff_t line = (reach[0].origin + a * w->dilation[0]) * w->input[1] + reach[1].origin + b * w->dilation[1];
          memset(dx + (line * w->input[2] + at) * w->channels, 0, pixel);
        }
    }
  }
}

CK_INLINE void clear_lines(const ck_window *w, element *dx, const struct reach reach[3], ptrdiff_t o0, ptrdiff_t o1) {
  ptrdiff_t begin0, end0, begin1, end1, line = w->input[2] * w->channels;
  owned_by(w, 0, o0, &begin0, &end0);
  owned_by(w, 1, o1, &begin1, &end1);
  for (ptrdiff_t a = begin0; a < end0; ++a)
    for (ptrdiff_t b = begin1; b < end1; ++b)
      if (!reads(w, 0, reach[0], a) || !reads(w, 1, reach[1], b))
        memset(dx + (a * w->input[1] + b) * line, 0, (size_t)line * sizeof *dx);
}

CK_INLINE void add_run(const int masks, const element *x, const element *from, element *dx, ptrdiff_t count) {
  if (masks) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) {
      float value = LOAD(from[i]);
      dx[i] = STORE(LOAD(dx[i]) + (LOAD(x[i]) > 0.0f ? value : 0.0f));
    }
  } else {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) dx[i] = STORE(LOAD(dx[i]) + LOAD(from[i]));
  }
}

// Adds to the lines that a row of windows owns, which are still in the cache.
CK_INLINE void add_lines(const ck_window *w, const ck_pool_addend *addend, const int masks, const element *x,
                         const element *from, element *dx, ptrdiff_t o0, ptrdiff_t o1) {
  ptrdiff_t begin[2], end[2], width = addend->end[2] - addend->first[2], run = w->channels;
  for (int axis = 0; axis < 2; ++axis) {
    owned_by(w, axis, axis == 0 ? o0 : o1, &begin[axis], &end[axis]);
    begin[axis] = ck_greatest(begin[axis], addend->first[axis]);
    end[axis] = ck_least(end[axis], addend->end[axis]);
  }
  if (addend->stride[3] == run) run *= width, width = 1;
  for (ptrdiff_t a = begin[0]; a < end[0]; ++a)
    for (ptrdiff_t b = begin[1]; b < end[1]; ++b) {
      ptrdiff_t at = ((a * w->input[1] + b) * w->input[2] + addend->first[2]) * w->channels;
      const element *line = from + (a - addend->first[0]) * addend->stride[1] + (b - addend->first[1]) * addend->stride[2];
      for (ptrdiff_t i = 0; i < width; ++i, at += run) add_run(masks, x + at, line + i * addend->stride[3], dx + at, run);
    }
}

CK_CLONES void NAME(max_pool_gradient_disjoint)(const ck_window *window, bool masks, const element *x, const element *y,
                                             const element *dy, const ck_pool_addend *addend, const element *added,
                                             element *dx, ptrdiff_t first_row, ptrdiff_t end_row) {
  const ck_window w = *window;
  int taps = even_taps(&w);
  int skips_lines = leaves_gaps(&w, 0) || leaves_gaps(&w, 1), skips_places = leaves_gaps(&w, 2);
  ptrdiff_t sample_size = w.input[0] * w.input[1] * w.input[2] * w.channels;
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    ptrdiff_t o1 = row % w.output[1], o0 = row / w.output[1] % w.output[0];
    ptrdiff_t number = row / w.output[1] / w.output[0], sample = number * sample_size;
    struct reach reach[3] = {reach_along(&w, 0, o0), reach_along(&w, 1, o1)};
    if (skips_lines) clear_lines(&w, dx + sample, reach, o0, o1);
    if (skips_places) clear_gaps(&w, dx + sample, reach);
    struct even_row even = even_row_of(&w, taps, reach);
    ptrdiff_t line = row * w.output[2] * w.channels;
    if (masks) gradient_of_even_row(&w, &even, 1, x + sample, y + line, dy + line, dx + sample);
    else gradient_of_even_row(&w, &even, 0, x + sample, y + line, dy + line, dx + sample);
    for (ptrdiff_t o2 = 0; o2 < w.output[2]; ++o2) {
      if (o2 >= even.first && o2 < even.end) continue;
      ptrdiff_t at = line + o2 * w.channels;
      reach[2] = reach_along(&w, 2, o2);
      gradient_of_window(&w, masks, x + sample, y + at, dy + at, dx + sample, reach, w.channels, 0);
    }
    if (!addend) continue;
    const element *from = added + number * addend->stride[0];
    if (masks) add_lines(&w, addend, 1, x + sample, from, dx + sample, o0, o1);
    else add_lines(&w, addend, 0, x + sample, from, dx + sample, o0, o1);
  }
}

CK_CLONES void NAME(max_pool_gradient_overlapping)(const ck_window *window, bool masks, const element *x, const element *y,
                                                const element *dy, element *dx, ptrdiff_t first_channel,
                                                ptrdiff_t end_channel) {
  const ck_window w = *window;
  ptrdiff_t count = end_channel - first_channel, places = w.input[0] * w.input[1] * w.input[2];
  for (ptrdiff_t p = 0; p < places; ++p) memset(dx + p * w.channels + first_channel, 0, (size_t)count * sizeof *dx);
  for (ptrdiff_t place = 0; place < w.output[0] * w.output[1] * w.output[2]; ++place) {
    ptrdiff_t o2 = place % w.output[2], o1 = place / w.output[2] % w.output[1];
    ptrdiff_t at = place * w.channels + first_channel;
    struct reach reach[3] = {reach_along(&w, 0, place / w.output[2] / w.output[1]), reach_along(&w, 1, o1),
                             reach_along(&w, 2, o2)};
    gradient_of_window(&w, masks, x + first_channel, y + at, dy + at, dx + first_channel, reach, count, 1);
  }
}
