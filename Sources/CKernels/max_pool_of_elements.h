// The largest elements of windows, for one kind of element: see elements.h.
#include "elements.h"

// y = max of `taps` rows and, unless it is the first group, of y.
CK_INLINE void max_group(const int taps, const element *const *x, element *restrict y, ptrdiff_t channels, int is_first) {
  for (ptrdiff_t c = 0; c < channels; ++c) {
    float best = LOAD(is_first ? x[0][c] : y[c]);
    for (int k = 0; k < taps; ++k) best = ck_maximum(LOAD(x[k][c]), best);
    y[c] = KEEP(best);
  }
}

CK_INLINE void max_flush(int taps, const element *const *x, element *y, ptrdiff_t channels, int is_first) {
  switch (is_first ? taps : taps + 4) {
    case 1: max_group(1, x, y, channels, 1); break;
    case 2: max_group(2, x, y, channels, 1); break;
    case 3: max_group(3, x, y, channels, 1); break;
    case 4: max_group(4, x, y, channels, 1); break;
    case 5: max_group(1, x, y, channels, 0); break;
    case 6: max_group(2, x, y, channels, 0); break;
    case 7: max_group(3, x, y, channels, 0); break;
    default: max_group(4, x, y, channels, 0); break;
  }
}

CK_INLINE void max_of_window(const ck_window *w, const element *x, const struct reach reach[3], element *y) {
  const element *group[4];
  int taps = 0, is_first = 1;
  for (ptrdiff_t a = reach[0].first; a < reach[0].end; ++a) {
    const element *plane = x + (reach[0].origin + a * w->dilation[0]) * w->input[1] * w->input[2] * w->channels;
    for (ptrdiff_t b = reach[1].first; b < reach[1].end; ++b) {
      const element *row = plane + (reach[1].origin + b * w->dilation[1]) * w->input[2] * w->channels;
      for (ptrdiff_t k = reach[2].first; k < reach[2].end; ++k) {
        group[taps++] = row + (reach[2].origin + k * w->dilation[2]) * w->channels;
        if (taps < 4) continue;
        max_flush(4, group, y, w->channels, is_first);
        taps = is_first = 0;
      }
    }
  }
  if (taps) max_flush(taps, group, y, w->channels, is_first);
  else if (is_first)
    for (ptrdiff_t c = 0; c < w->channels; ++c) y[c] = KEEP(-__builtin_inff());
}

#define DEFINE_EVEN_MAX(name, vector)                                                                 \
  CK_INLINE void even_max_##name(const int taps, const ptrdiff_t *at, const element *x, element *y) { \
    vector best, value;                                                                               \
    load_##name(x + at[0], &best);                                                                    \
    for (int k = 1; k < taps; ++k) {                                                                  \
      load_##name(x + at[k], &value);                                                                 \
      best = ((value > best) | (value != value)) ? value : best;                                      \
    }                                                                                                 \
    keep_##name(&best, y);                                                                            \
  }

DEFINE_EVEN_MAX(lanes, ck_lanes)
DEFINE_EVEN_MAX(eight, ck_eight)
DEFINE_EVEN_MAX(four, ck_four)
DEFINE_EVEN_MAX(one, float)

CK_INLINE void max_of_even_window(const int taps, const ptrdiff_t *at, const element *x, element *y, ptrdiff_t channels) {
  ptrdiff_t c = 0;
  for (; c + 16 <= channels; c += 16) even_max_lanes(taps, at, x + c, y + c);
  if (c + 8 <= channels) even_max_eight(taps, at, x + c, y + c), c += 8;
  if (c + 4 <= channels) even_max_four(taps, at, x + c, y + c), c += 4;
  for (; c < channels; ++c) even_max_one(taps, at, x + c, y + c);
}

// The windows of a row that lie inside the input.
CK_INLINE void max_of_even_row(const ck_window *w, const struct even_row *row, const element *x, element *y) {
  for (ptrdiff_t o = row->first; o < row->end; ++o) {
    const element *corner = x + row->corner + o * row->step;
    if (row->taps == 4) max_of_even_window(4, row->offset, corner, y + o * w->channels, w->channels);
    else max_of_even_window(8, row->offset, corner, y + o * w->channels, w->channels);
  }
}

CK_CLONES void NAME(max_pool)(const ck_window *window, const element *x, element *y, ptrdiff_t first_row, ptrdiff_t end_row) {
  const ck_window w = *window;
  ptrdiff_t sample_size = w.input[0] * w.input[1] * w.input[2] * w.channels;
  int taps = even_taps(&w);
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    ptrdiff_t o1 = row % w.output[1], o0 = row / w.output[1] % w.output[0];
    const element *sample = x + row / w.output[1] / w.output[0] * sample_size;
    struct reach reach[3] = {reach_along(&w, 0, o0), reach_along(&w, 1, o1)};
    struct even_row even = even_row_of(&w, taps, reach);
    max_of_even_row(&w, &even, sample, y + row * w.output[2] * w.channels);
    for (ptrdiff_t o2 = 0; o2 < w.output[2]; ++o2) {
      if (o2 >= even.first && o2 < even.end) continue;
      reach[2] = reach_along(&w, 2, o2);
      max_of_window(&w, sample, reach, y + (row * w.output[2] + o2) * w.channels);
    }
  }
}
