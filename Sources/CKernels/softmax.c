#include "CKernels.h"
#include "reduce.h"

#include <math.h>

// One unit is a strip of up to 64 columns of an outer element, or, if inner is 1, one row.
#define STRIP 64

ptrdiff_t ck_softmax_units(ptrdiff_t axis, ptrdiff_t inner) {
  (void)axis;
  return (inner + STRIP - 1) / STRIP;
}

// ---- Rows: the axis is contiguous

CK_INLINE float row_maximum(const float *x, ptrdiff_t count) {
  float lanes[CK_LANES];
  for (int l = 0; l < CK_LANES; ++l) lanes[l] = x[0];
  ptrdiff_t i = 0;
  for (; i + CK_LANES <= count; i += CK_LANES)
    for (int l = 0; l < CK_LANES; ++l) lanes[l] = ck_maximum(x[i + l], lanes[l]);
  for (; i < count; ++i) lanes[0] = ck_maximum(x[i], lanes[0]);
  for (int l = 1; l < CK_LANES; ++l) lanes[0] = ck_maximum(lanes[l], lanes[0]);
  return lanes[0];
}

CK_INLINE double row_exp_sum(const float *x, float maximum, ptrdiff_t count) {
  float block[256];
  double sum = 0;
  for (ptrdiff_t begin = 0; begin < count; begin += 256) {
    ptrdiff_t size = ck_least(256, count - begin);
    for (ptrdiff_t i = 0; i < size; ++i) block[i] = ck_exp(x[begin + i] - maximum);
    sum += ck_row_sum(block, size);
  }
  return sum;
}

CK_INLINE void softmax_row(const float *x, float *y, ptrdiff_t count, bool logarithm) {
  float maximum = row_maximum(x, count);
  double sum = row_exp_sum(x, maximum, count);
  if (logarithm) {
    float shift = (float)log(sum);
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = (x[i] - maximum) - shift;
  } else {
    float scale = (float)(1.0 / sum);
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = ck_exp(x[i] - maximum) * scale;
  }
}

CK_INLINE double row_dot(const float *a, const float *b, ptrdiff_t count) {
  double sum = 0;
  ptrdiff_t i = 0;
  if (count >= CK_LANES) {
    ck_double_lanes lanes = 0;
    for (; i + CK_LANES <= count; i += CK_LANES)
      lanes += __builtin_convertvector(*(const ck_lanes *)(a + i), ck_double_lanes) *
               __builtin_convertvector(*(const ck_lanes *)(b + i), ck_double_lanes);
    sum = ck_fold(&lanes);
  }
  for (; i < count; ++i) sum += (double)a[i] * b[i];
  return sum;
}

CK_INLINE void gradient_row(const float *y, const float *dy, float *dx, ptrdiff_t count, bool logarithm) {
  float sum = (float)(logarithm ? ck_row_sum(dy, count) : row_dot(y, dy, count));
  if (logarithm) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) dx[i] = dy[i] - ck_exp(y[i]) * sum;
  } else {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) dx[i] = y[i] * (dy[i] - sum);
  }
}

// ---- Strips: `width` columns side by side, the axis `stride` apart

CK_INLINE void softmax_strip(const float *x, float *y, ptrdiff_t axis, ptrdiff_t stride, ptrdiff_t width,
                             bool logarithm) {
  float maxima[STRIP], factors[STRIP];
  double sums[STRIP] = {0};
  for (ptrdiff_t c = 0; c < width; ++c) maxima[c] = x[c];
  for (ptrdiff_t a = 1; a < axis; ++a)
    for (ptrdiff_t c = 0; c < width; ++c) maxima[c] = ck_maximum(x[a * stride + c], maxima[c]);
  for (ptrdiff_t a = 0; a < axis; ++a)
    for (ptrdiff_t c = 0; c < width; ++c) sums[c] += ck_exp(x[a * stride + c] - maxima[c]);
  if (logarithm) {
    for (ptrdiff_t c = 0; c < width; ++c) factors[c] = (float)log(sums[c]);
    for (ptrdiff_t a = 0; a < axis; ++a) {
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < width; ++c) y[a * stride + c] = (x[a * stride + c] - maxima[c]) - factors[c];
    }
  } else {
    for (ptrdiff_t c = 0; c < width; ++c) factors[c] = (float)(1.0 / sums[c]);
    for (ptrdiff_t a = 0; a < axis; ++a) {
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < width; ++c) y[a * stride + c] = ck_exp(x[a * stride + c] - maxima[c]) * factors[c];
    }
  }
}

CK_INLINE void gradient_strip(const float *y, const float *dy, float *dx, ptrdiff_t axis, ptrdiff_t stride,
                              ptrdiff_t width, bool logarithm) {
  double sums[STRIP] = {0};
  float factors[STRIP];
  for (ptrdiff_t a = 0; a < axis; ++a)
    for (ptrdiff_t c = 0; c < width; ++c)
      sums[c] += logarithm ? (double)dy[a * stride + c] : (double)dy[a * stride + c] * y[a * stride + c];
  for (ptrdiff_t c = 0; c < width; ++c) factors[c] = (float)sums[c];
  for (ptrdiff_t a = 0; a < axis; ++a) {
    const float *ya = y + a * stride, *ga = dy + a * stride;
    float *xa = dx + a * stride;
    if (logarithm) {
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < width; ++c) xa[c] = ga[c] - ck_exp(ya[c]) * factors[c];
    } else {
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < width; ++c) xa[c] = ya[c] * (ga[c] - factors[c]);
    }
  }
}

// Short rows (the classes of a pixel) are turned into strips of 16 rows side by side in a small buffer.
#define SHORT 32

CK_INLINE void gather_rows(const float *x, float *strip, ptrdiff_t axis, ptrdiff_t rows) {
  for (ptrdiff_t a = 0; a < axis; ++a)
    for (ptrdiff_t r = 0; r < rows; ++r) strip[a * CK_LANES + r] = x[r * axis + a];
}

CK_INLINE void scatter_rows(const float *strip, float *y, ptrdiff_t axis, ptrdiff_t rows) {
  for (ptrdiff_t r = 0; r < rows; ++r)
    for (ptrdiff_t a = 0; a < axis; ++a) y[r * axis + a] = strip[a * CK_LANES + r];
}

CK_CLONES void ck_softmax(const float *x, float *y, ptrdiff_t axis, ptrdiff_t inner, bool logarithm,
                          ptrdiff_t first_unit, ptrdiff_t end_unit) {
  if (axis == 0) return;
  if (inner == 1 && axis <= SHORT) {
    float strip[SHORT * CK_LANES];
    for (ptrdiff_t r = first_unit; r < end_unit; r += CK_LANES) {
      ptrdiff_t rows = ck_least(CK_LANES, end_unit - r);
      gather_rows(x + r * axis, strip, axis, rows);
      softmax_strip(strip, strip, axis, CK_LANES, rows, logarithm);
      scatter_rows(strip, y + r * axis, axis, rows);
    }
    return;
  }
  ptrdiff_t strips = ck_softmax_units(axis, inner);
  for (ptrdiff_t unit = first_unit; unit < end_unit; ++unit) {
    if (inner == 1) {
      softmax_row(x + unit * axis, y + unit * axis, axis, logarithm);
    } else {
      ptrdiff_t column = unit % strips * STRIP, at = unit / strips * axis * inner + column;
      softmax_strip(x + at, y + at, axis, inner, ck_least(STRIP, inner - column), logarithm);
    }
  }
}

CK_CLONES void ck_softmax_gradient(const float *y, const float *dy, float *dx, ptrdiff_t axis, ptrdiff_t inner,
                                   bool logarithm, ptrdiff_t first_unit, ptrdiff_t end_unit) {
  if (inner == 1 && axis <= SHORT) {
    float y_strip[SHORT * CK_LANES], dy_strip[SHORT * CK_LANES];
    for (ptrdiff_t r = first_unit; r < end_unit; r += CK_LANES) {
      ptrdiff_t rows = ck_least(CK_LANES, end_unit - r);
      gather_rows(y + r * axis, y_strip, axis, rows);
      gather_rows(dy + r * axis, dy_strip, axis, rows);
      gradient_strip(y_strip, dy_strip, dy_strip, axis, CK_LANES, rows, logarithm);
      scatter_rows(dy_strip, dx + r * axis, axis, rows);
    }
    return;
  }
  ptrdiff_t strips = ck_softmax_units(axis, inner);
  for (ptrdiff_t unit = first_unit; unit < end_unit; ++unit) {
    if (inner == 1) {
      gradient_row(y + unit * axis, dy + unit * axis, dx + unit * axis, axis, logarithm);
    } else {
      ptrdiff_t column = unit % strips * STRIP, at = unit / strips * axis * inner + column;
      gradient_strip(y + at, dy + at, dx + at, axis, inner, ck_least(STRIP, inner - column), logarithm);
    }
  }
}
