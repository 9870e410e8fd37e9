#include "CKernels.h"
#include "clones.h"

#include <string.h>

CK_INLINE void copy_row(const float *restrict x, float *restrict y, ptrdiff_t count) {
  if (count >= 64) {
    memcpy(y, x, (size_t)count * sizeof *y);
  } else {
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = x[i];
  }
}

CK_CLONES void ck_copy(const float *x, ptrdiff_t x_row, ptrdiff_t x_column, float *y, ptrdiff_t y_row,
                       ptrdiff_t y_column, ptrdiff_t rows, ptrdiff_t columns) {
  if (x_column == 1 && y_column == 1) {
    if (x_row == columns && y_row == columns) {
      memcpy(y, x, (size_t)(rows * columns) * sizeof *y);
      return;
    }
    for (ptrdiff_t r = 0; r < rows; ++r) copy_row(x + r * x_row, y + r * y_row, columns);
  } else if (x_column == 0 && y_column == 1) {
    for (ptrdiff_t r = 0; r < rows; ++r) {
      float value = x[r * x_row];
      float *restrict to = y + r * y_row;
      for (ptrdiff_t c = 0; c < columns; ++c) to[c] = value;
    }
  } else {
    for (ptrdiff_t r = 0; r < rows; ++r)
      for (ptrdiff_t c = 0; c < columns; ++c) y[r * y_row + c * y_column] = x[r * x_row + c * x_column];
  }
}

CK_CLONES void ck_fill(float *y, float value, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; ++i) y[i] = value;
}

void ck_mirror_weights(const float *weights, float *mirrored, ptrdiff_t groups, ptrdiff_t outputs, ptrdiff_t inputs,
                       ptrdiff_t taps) {
  for (ptrdiff_t group = 0; group < groups; ++group)
    for (ptrdiff_t o = 0; o < outputs; ++o)
      for (ptrdiff_t i = 0; i < inputs; ++i) {
        const float *from = weights + ((group * outputs + o) * inputs + i) * taps;
        float *to = mirrored + ((group * inputs + i) * outputs + o) * taps;
        for (ptrdiff_t tap = 0; tap < taps; ++tap) to[taps - 1 - tap] = from[tap];
      }
}
