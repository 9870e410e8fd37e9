#include "CKernels.h"
#include "reduce.h"

// The mean in two parts, so that x − mean is exact to the last bits even where the mean is large, and the factor.
struct moments {
  float mean, rest, inverse;
};

CK_INLINE float centered(float x, struct moments m) { return (x - m.mean) - m.rest; }

CK_INLINE double square_sum(const float *x, struct moments m, ptrdiff_t count) {
  float block[256];
  double sum = 0;
  for (ptrdiff_t begin = 0; begin < count; begin += 256) {
    ptrdiff_t size = ck_least(256, count - begin);
    for (ptrdiff_t i = 0; i < size; ++i) {
      float d = centered(x[begin + i], m);
      block[i] = d * d;
    }
    sum += ck_row_sum(block, size);
  }
  return sum;
}

CK_INLINE struct moments moments_of(const float *x, ptrdiff_t count, float epsilon) {
  double mean = ck_row_sum(x, count) / (double)count;
  struct moments m = {(float)mean, (float)(mean - (double)(float)mean), 0.0f};
  double variance = square_sum(x, m, count) / (double)count;
  m.inverse = (float)(1.0 / __builtin_elementwise_sqrt(variance + (double)epsilon));
  return m;
}

CK_CLONES void ck_normalize_rows(const float *x, float *y, ptrdiff_t width, float epsilon, ptrdiff_t first_row,
                                 ptrdiff_t end_row) {
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    const float *from = x + row * width;
    float *to = y + row * width;
    struct moments m = moments_of(from, width, epsilon);
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < width; ++i) to[i] = centered(from[i], m) * m.inverse;
  }
}

CK_INLINE double product_sum(const float *x, const float *dy, struct moments m, ptrdiff_t count) {
  float block[256];
  double sum = 0;
  for (ptrdiff_t begin = 0; begin < count; begin += 256) {
    ptrdiff_t size = ck_least(256, count - begin);
    for (ptrdiff_t i = 0; i < size; ++i) block[i] = centered(x[begin + i], m) * dy[begin + i];
    sum += ck_row_sum(block, size);
  }
  return sum;
}

CK_CLONES void ck_normalize_rows_gradient(const float *x, const float *dy, float *dx, ptrdiff_t width, float epsilon,
                                          ptrdiff_t first_row, ptrdiff_t end_row) {
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    const float *from = x + row * width, *g = dy + row * width;
    float *to = dx + row * width;
    struct moments m = moments_of(from, width, epsilon);
    float g_mean = (float)(ck_row_sum(g, width) / (double)width);
    float product = (float)(product_sum(from, g, m, width) * (double)m.inverse / (double)width);
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < width; ++i)
      to[i] = ((g[i] - g_mean) - centered(from[i], m) * m.inverse * product) * m.inverse;
  }
}
