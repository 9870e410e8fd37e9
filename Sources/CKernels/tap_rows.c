#include <string.h>

#include "bfloat16.h"

// Columns of a row with its padding, as far as the last window reaches.
CK_INLINE ptrdiff_t reach_of(const ck_tap_rows *s) { return (s->result - 1) * s->stride + s->taps; }

ptrdiff_t ck_bfloat16_unfold_scratch(const ck_tap_rows *s) { return 2 * reach_of(s) * s->channels; }

// Both parts of a row, one after the other, with zeros where it has no columns.
CK_INLINE void split_row(const ck_tap_rows *s, const float *x, ck_bfloat16 *restrict near, ck_bfloat16 *restrict rest) {
  ptrdiff_t channels = s->channels, reach = reach_of(s), begin = ck_least(s->pad, reach);
  ptrdiff_t end = ck_greatest(begin, ck_least(reach, s->pad + s->width));
  memset(near, 0, (size_t)(reach * channels) * sizeof *near);
  memset(rest, 0, (size_t)(reach * channels) * sizeof *rest);
  for (ptrdiff_t i = begin * channels; i < end * channels; ++i) {
    float whole = x[i - s->pad * channels];
    ck_bfloat16 rounded = ck_narrowed(whole);
    near[i] = rounded;
    rest[i] = ck_narrowed(whole - ck_widened(rounded));
  }
}

CK_INLINE void windows(const ck_tap_rows *s, const ck_bfloat16 *near, const ck_bfloat16 *rest, ck_bfloat16 *y,
                       const ptrdiff_t window) {
  ptrdiff_t step = s->stride * s->channels;
  for (ptrdiff_t o = 0; o < s->result; ++o, near += step, rest += step, y += 2 * window) {
    memcpy(y, near, (size_t)window * sizeof *y);
    memcpy(y + window, rest, (size_t)window * sizeof *y);
  }
}

CK_CLONES void ck_bfloat16_unfold(const ck_tap_rows *shape, const float *x, ck_bfloat16 *y, ck_bfloat16 *scratch,
                                  ptrdiff_t first_row, ptrdiff_t end_row) {
  const ck_tap_rows s = *shape;
  ptrdiff_t window = s.taps * s.channels;
  ck_bfloat16 *near = scratch, *rest = scratch + reach_of(&s) * s.channels;
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    ck_bfloat16 *to = y + row * s.result * 2 * window;
    split_row(&s, x + row * s.width * s.channels, near, rest);
    switch (window) {
      case 3: windows(&s, near, rest, to, 3); break;
      case 5: windows(&s, near, rest, to, 5); break;
      case 6: windows(&s, near, rest, to, 6); break;
      case 9: windows(&s, near, rest, to, 9); break;
      case 12: windows(&s, near, rest, to, 12); break;
      default: windows(&s, near, rest, to, window); break;
    }
  }
}

CK_INLINE void fold_row(const ck_tap_rows *s, const float *restrict x, float *restrict y, const ptrdiff_t channels,
                        const ptrdiff_t taps) {
  for (ptrdiff_t o = 0; o < s->result; ++o)
    for (ptrdiff_t c = 0; c < channels; ++c) {
      float sum = 0;
      for (ptrdiff_t k = 0; k < taps; ++k) {
        ptrdiff_t from = o + k - s->pad;
        if (from >= 0 && from < s->width) sum += x[(from * taps + k) * channels + c];
      }
      y[o * channels + c] = sum;
    }
}

CK_CLONES void ck_fold_taps(const ck_tap_rows *shape, const float *x, float *y, ptrdiff_t first_row, ptrdiff_t end_row) {
  const ck_tap_rows s = *shape;
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    const float *from = x + row * s.width * s.taps * s.channels;
    float *to = y + row * s.result * s.channels;
    switch (s.taps == 3 ? s.channels : 0) {
      case 1: fold_row(&s, from, to, 1, 3); break;
      case 2: fold_row(&s, from, to, 2, 3); break;
      case 3: fold_row(&s, from, to, 3, 3); break;
      default: fold_row(&s, from, to, s.channels, s.taps); break;
    }
  }
}
