#include <string.h>

#include "fused_panels.h"

typedef ck_folded_shape shape_t;

// Taps of the last axis and channels, side by side.
static ptrdiff_t columns(const shape_t *s) { return s->kernel[2] * s->results; }
static ptrdiff_t padded_columns(const shape_t *s) { return ck_ceiling(columns(s), 4) * 4; }
static ptrdiff_t row_weights(const shape_t *s) { return ck_panel_count(s->channels, columns(s)); }
static ptrdiff_t worker_scratch(const shape_t *s) { return s->source[2] * padded_columns(s) + CK_LANES; }

size_t ck_folded_weight_count(const shape_t *s) { return (size_t)(s->kernel[0] * s->kernel[1] * row_weights(s)); }

size_t ck_folded_scratch_count(const shape_t *s) { return (size_t)(s->workers * worker_scratch(s)); }

void ck_folded_pack_weights(const shape_t *s, const float *weights, float *packed) {
  ptrdiff_t rows = s->kernel[0] * s->kernel[1], taps = rows * s->kernel[2];
  memset(packed, 0, ck_folded_weight_count(s) * sizeof *packed);
  for (ptrdiff_t row = 0; row < rows; ++row)
    for (ptrdiff_t column = 0; column < columns(s); ++column)
      for (ptrdiff_t o = 0; o < s->channels; ++o)
        packed[row * row_weights(s) + (column / CK_PANEL_WIDTH * s->channels + o) * CK_PANEL_WIDTH
               + column % CK_PANEL_WIDTH] =
            weights[(o * s->results + column % s->results) * taps + row * s->kernel[2] + column / s->results];
}

// The place along an axis of dy from which a tap reaches place `at` of dx; −1 where it does from none.
CK_INLINE ptrdiff_t reached_from(const shape_t *s, int axis, ptrdiff_t at, ptrdiff_t tap) {
  ptrdiff_t offset = at + s->pad_before[axis] - tap * s->dilations[axis];
  if (offset < 0 || offset % s->strides[axis]) return -1;
  return offset / s->strides[axis] < s->source[axis] ? offset / s->strides[axis] : -1;
}

// The rows of dy that reach row (t, h) of a sample's dx.
CK_INLINE struct ck_terms terms_of(const shape_t *s, const float *dy, const float *packed, ptrdiff_t t, ptrdiff_t h) {
  struct ck_terms terms = {.depth = s->channels, .x_row = s->channels};
  for (ptrdiff_t a = 0; a < s->kernel[0]; ++a)
    for (ptrdiff_t b = 0; b < s->kernel[1]; ++b) {
      ptrdiff_t from_t = reached_from(s, 0, t, a), from_h = reached_from(s, 1, h, b);
      if (from_t < 0 || from_h < 0) continue;
      terms.x[terms.count] = dy + (from_t * s->source[1] + from_h) * s->source[2] * s->channels;
      terms.panel[terms.count++] = packed + (a * s->kernel[1] + b) * row_weights(s);
    }
  return terms;
}

// Adds the products [source, tap, channel] up where they belong in a row of dx.
CK_INLINE void fold(const shape_t *s, const float *products, float *dx) {
  ptrdiff_t taps = s->kernel[2], width = s->result[2], dilation = s->dilations[2], channels = s->results;
  memset(dx, 0, (size_t)(width * channels) * sizeof *dx);
  for (ptrdiff_t o = 0; o < s->source[2]; ++o, products += padded_columns(s)) {
    ptrdiff_t first = o * s->strides[2] - s->pad_before[2];
    if (dilation == 1 && first >= 0 && first + taps <= width) {
      float *to = dx + first * channels;
      CK_ELEMENTWISE
      for (ptrdiff_t i = 0; i < taps * channels; ++i) to[i] += products[i];
      continue;
    }
    for (ptrdiff_t k = 0; k < taps; ++k) {
      ptrdiff_t w = first + k * dilation;
      if (w < 0 || w >= width) continue;
      for (ptrdiff_t c = 0; c < channels; ++c) dx[w * channels + c] += products[k * channels + c];
    }
  }
}

CK_CLONES void ck_folded(const shape_t *s, const float *dy, const float *packed, float *dx, float *scratch,
                         ptrdiff_t worker) {
  ptrdiff_t planes = s->result[0] * s->result[1], rows = s->batch * planes, width = padded_columns(s);
  ptrdiff_t sample = s->source[0] * s->source[1] * s->source[2] * s->channels;
  float *products = scratch + worker * worker_scratch(s);
  for (ptrdiff_t row = rows * worker / s->workers; row < rows * (worker + 1) / s->workers; ++row) {
    ptrdiff_t place = row % planes;
    struct ck_terms terms =
        terms_of(s, dy + row / planes * sample, packed, place / s->result[1], place % s->result[1]);
    for (ptrdiff_t column = 0; column < width; column += CK_PANEL_WIDTH) {
      const struct ck_target target = {
          .y = products + column, .y_row = width, .columns = ck_least(CK_PANEL_WIDTH, width - column)};
      ck_fused_rows(&terms, s->source[2], &target);
      for (ptrdiff_t i = 0; i < terms.count; ++i) terms.panel[i] += s->channels * CK_PANEL_WIDTH;
    }
    fold(s, products, dx + row * s->result[2] * s->results);
  }
}
