#include <string.h>

#include "fused_panels.h"

typedef ck_few_shape shape_t;

static ptrdiff_t padded(const shape_t *s, int axis) { return s->pad_before[axis] + s->source[axis] + s->pad_after[axis]; }

// Floats of a row of the padded source, and of one row of taps.
static ptrdiff_t line(const shape_t *s) { return padded(s, 2) * s->channels; }
static ptrdiff_t depth(const shape_t *s) { return s->kernel[2] * s->channels; }
static ptrdiff_t row_weights(const shape_t *s) { return ck_panel_count(depth(s), s->results); }

size_t ck_few_weight_count(const shape_t *s) { return (size_t)(s->kernel[0] * s->kernel[1] * row_weights(s)); }

void ck_few_pack_weights(const shape_t *s, const float *weights, float *packed) {
  ptrdiff_t rows = s->kernel[0] * s->kernel[1], taps = rows * s->kernel[2];
  memset(packed, 0, ck_few_weight_count(s) * sizeof *packed);
  for (ptrdiff_t row = 0; row < rows; ++row)
    for (ptrdiff_t o = 0; o < s->results; ++o)
      for (ptrdiff_t k = 0; k < depth(s); ++k)
        packed[row * row_weights(s) + (o / CK_PANEL_WIDTH * depth(s) + k) * CK_PANEL_WIDTH + o % CK_PANEL_WIDTH] =
            weights[(o * s->channels + k % s->channels) * taps + row * s->kernel[2] + k / s->channels];
}

size_t ck_few_padded_count(const shape_t *s) {
  return (size_t)(s->batch * padded(s, 0) * padded(s, 1) * line(s));
}

ptrdiff_t ck_few_plane_count(const shape_t *s) { return s->batch * padded(s, 0); }

void ck_few_pad(const shape_t *s, const float *x, float *padded_x, ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t height = padded(s, 1), row = s->source[2] * s->channels;
  for (ptrdiff_t plane = begin; plane < end; ++plane) {
    ptrdiff_t sample = plane / padded(s, 0), t = plane % padded(s, 0) - s->pad_before[0];
    float *to = padded_x + plane * height * line(s);
    memset(to, 0, (size_t)(height * line(s)) * sizeof *to);
    if (t < 0 || t >= s->source[0]) continue;
    to += s->pad_before[1] * line(s) + s->pad_before[2] * s->channels;
    const float *from = x + (sample * s->source[0] + t) * s->source[1] * row;
    for (ptrdiff_t h = 0; h < s->source[1]; ++h)
      memcpy(to + h * line(s), from + h * row, (size_t)row * sizeof *to);
  }
}

ptrdiff_t ck_few_piece_count(const shape_t *s) { return s->batch * s->result[0] * s->result[1]; }

CK_CLONES void ck_few(const shape_t *s, const float *padded_x, const float *packed, const float *bias, float *y,
                      ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t height = padded(s, 1);
  for (ptrdiff_t piece = begin; piece < end; ++piece) {
    ptrdiff_t plane = piece / s->result[1], h = piece % s->result[1] * s->strides[1];
    ptrdiff_t t = plane / s->result[0] * padded(s, 0) + plane % s->result[0] * s->strides[0];
    for (ptrdiff_t o = 0; o < s->results; o += CK_PANEL_WIDTH) {
      struct ck_terms terms = {.depth = depth(s), .x_row = s->strides[2] * s->channels};
      for (ptrdiff_t a = 0; a < s->kernel[0]; ++a)
        for (ptrdiff_t b = 0; b < s->kernel[1]; ++b) {
          terms.x[terms.count] = padded_x + ((t + a * s->dilations[0]) * height + h + b * s->dilations[1]) * line(s);
          terms.panel[terms.count++] = packed + (a * s->kernel[1] + b) * row_weights(s) + o * depth(s);
        }
      const struct ck_target target = {
          .start = bias ? bias + o : NULL,
          .activation = s->activation,
          .y = y + piece * s->result[2] * s->results + o,
          .y_row = s->results,
          .columns = ck_least(CK_PANEL_WIDTH, s->results - o),
      };
      ck_fused_rows(&terms, s->result[2], &target);
    }
  }
}
