#include "CKernels.h"
#include "clones.h"

#include <string.h>

// Up to four terms of one output at a time.
struct terms {
  const float *x[4];
  float weight[4];
  int count, is_first;
};

CK_INLINE void weighted_sum(const int count, const int is_first, const float *const *x, const float *weight,
                            float *restrict y, ptrdiff_t channels) {
  for (ptrdiff_t c = 0; c < channels; ++c) {
    float sum = is_first ? weight[0] * x[0][c] : y[c] + weight[0] * x[0][c];
    for (int k = 1; k < count; ++k) sum += weight[k] * x[k][c];
    y[c] = sum;
  }
}

CK_INLINE void copy_pixel(const float *restrict x, float *restrict y, ptrdiff_t channels) {
  for (ptrdiff_t c = 0; c < channels; ++c) y[c] = x[c];
}

CK_INLINE void flush(struct terms *terms, float *y, ptrdiff_t channels) {
  const float *const *x = terms->x;
  const float *weight = terms->weight;
  if (terms->is_first) {
    switch (terms->count) {
      case 1:
        if (weight[0] == 1.0f) copy_pixel(x[0], y, channels);
        else weighted_sum(1, 1, x, weight, y, channels);
        break;
      case 2: weighted_sum(2, 1, x, weight, y, channels); break;
      case 3: weighted_sum(3, 1, x, weight, y, channels); break;
      default: weighted_sum(4, 1, x, weight, y, channels); break;
    }
  } else {
    switch (terms->count) {
      case 1: weighted_sum(1, 0, x, weight, y, channels); break;
      case 2: weighted_sum(2, 0, x, weight, y, channels); break;
      case 3: weighted_sum(3, 0, x, weight, y, channels); break;
      default: weighted_sum(4, 0, x, weight, y, channels); break;
    }
  }
  terms->count = terms->is_first = 0;
}

CK_INLINE void gather_pixel(const ck_axis_map maps[3], const ptrdiff_t o[3], const float *x, float *y,
                            ptrdiff_t channels, float fill) {
  struct terms terms = {{0}, {0}, 0, 1};
  for (int32_t a = maps[0].starts[o[0]]; a < maps[0].starts[o[0] + 1]; ++a) {
    const float *plane = x + maps[0].indices[a] * maps[1].inputs * maps[2].inputs * channels;
    for (int32_t b = maps[1].starts[o[1]]; b < maps[1].starts[o[1] + 1]; ++b) {
      const float *line = plane + maps[1].indices[b] * maps[2].inputs * channels;
      float weight = maps[0].weights[a] * maps[1].weights[b];
      for (int32_t k = maps[2].starts[o[2]]; k < maps[2].starts[o[2] + 1]; ++k) {
        terms.x[terms.count] = line + maps[2].indices[k] * channels;
        terms.weight[terms.count++] = weight * maps[2].weights[k];
        if (terms.count == 4) flush(&terms, y, channels);
      }
    }
  }
  if (terms.count) flush(&terms, y, channels);
  else if (terms.is_first)
    for (ptrdiff_t c = 0; c < channels; ++c) y[c] = fill;
}

CK_CLONES void ck_separable(const ck_axis_map *first, const ck_axis_map *second, const ck_axis_map *third,
                            ptrdiff_t channels, float fill, const float *x, float *y, ptrdiff_t first_row,
                            ptrdiff_t end_row) {
  const ck_axis_map maps[3] = {*first, *second, *third};
  ptrdiff_t sample_size = maps[0].inputs * maps[1].inputs * maps[2].inputs * channels;
  for (ptrdiff_t row = first_row; row < end_row; ++row) {
    ptrdiff_t o[3] = {row / maps[1].outputs % maps[0].outputs, row % maps[1].outputs, 0};
    const float *sample = x + row / maps[1].outputs / maps[0].outputs * sample_size;
    for (o[2] = 0; o[2] < maps[2].outputs; ++o[2])
      gather_pixel(maps, o, sample, y + (row * maps[2].outputs + o[2]) * channels, channels, fill);
  }
}
