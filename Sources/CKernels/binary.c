#include "CKernels.h"
#include "vectormath.h"

#include <math.h>

// One loop for each way the columns of two operands move: both, the left alone, the right alone.
#define LOOP(left_value, right_value, expression)  \
  CK_ELEMENTWISE                                   \
  for (ptrdiff_t i = 0; i < count; ++i) {          \
    float a = (left_value), b = (right_value);     \
    y[i] = (expression);                           \
  }

#define MAP(name, expression)                                                  \
  case name:                                                                   \
    if (left_moves && right_moves) {                                           \
      LOOP(left[i], right[i], expression)                                      \
    } else if (left_moves) {                                                   \
      LOOP(left[i], fixed_right, expression)                                   \
    } else {                                                                   \
      LOOP(fixed_left, right[i], expression)                                   \
    }                                                                          \
    break;

// Exponents that networks use are exact products or roots; the rest goes to the C library.
CK_INLINE void power_row(const float *left, ptrdiff_t left_step, const float *right, ptrdiff_t right_step, float *y,
                         ptrdiff_t count) {
  float exponent = right_step == 0 ? *right : 0.0f;
  if (exponent == 2.0f && left_step == 1) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = left[i] * left[i];
  } else if (exponent == 3.0f && left_step == 1) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = left[i] * left[i] * left[i];
  } else if (exponent == 1.0f && left_step == 1) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = left[i];
  } else if (exponent == -1.0f && left_step == 1) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = 1.0f / left[i];
  } else {
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = powf(left[i * left_step], right[i * right_step]);
  }
}

// Two operands that stand still: one value, repeated.
CK_INLINE void binary_row(ck_binary_function function, const float *left, ptrdiff_t left_step, const float *right,
                          ptrdiff_t right_step, float *y, ptrdiff_t count) {
  int left_moves = left_step != 0, right_moves = right_step != 0;
  ptrdiff_t all = count;
  if (!left_moves && !right_moves) {
    left_moves = right_moves = 1;
    left_step = right_step = 1;
    count = 1;
  }
  float fixed_left = *left, fixed_right = *right;
  switch (function) {
    MAP(CK_ADD, a + b)
    MAP(CK_SUBTRACT, a - b)
    MAP(CK_MULTIPLY, a * b)
    MAP(CK_DIVIDE, a / b)
    MAP(CK_MINIMUM, ck_minimum(a, b))
    MAP(CK_MAXIMUM, ck_maximum(a, b))
    MAP(CK_EQUAL, a == b ? 1.0f : 0.0f)
    MAP(CK_LESS, a < b ? 1.0f : 0.0f)
    MAP(CK_LESS_OR_EQUAL, a <= b ? 1.0f : 0.0f)
    MAP(CK_GREATER, a > b ? 1.0f : 0.0f)
    MAP(CK_GREATER_OR_EQUAL, a >= b ? 1.0f : 0.0f)
    case CK_POWER:
      power_row(left, left_step, right, right_step, y, count);
      break;
  }
  for (ptrdiff_t i = count; i < all; ++i) y[i] = y[0];
}

// Short rows beside a repeated vector are taken many at a time: the vector is written out `TILE / columns` times.
#define TILE 256

CK_INLINE void fill_tile(float *tile, const float *vector, ptrdiff_t columns, ptrdiff_t repeats) {
  for (ptrdiff_t k = 0; k < repeats; ++k)
    for (ptrdiff_t c = 0; c < columns; ++c) tile[k * columns + c] = vector[c];
}

CK_INLINE int repeats_per_row(ck_operand operand, ptrdiff_t columns) {
  return operand.row == 0 && (operand.column == 1 || columns == 1);
}

CK_INLINE int is_contiguous(ck_operand operand, ptrdiff_t columns) {
  return operand.row == columns && (operand.column == 1 || columns == 1);
}

CK_CLONES void ck_binary(
    ck_binary_function function, ck_operand left, ck_operand right, float *y, ptrdiff_t rows, ptrdiff_t columns) {
  if (rows <= 0 || columns <= 0) return;
  float tile[TILE];
  ptrdiff_t together = TILE / columns;
  if (together > 1 && rows > 1) {
    int swaps = repeats_per_row(left, columns) && is_contiguous(right, columns);
    if (swaps || (repeats_per_row(right, columns) && is_contiguous(left, columns))) {
      together = ck_least(together, rows);
      fill_tile(tile, swaps ? left.data : right.data, columns, together);
      const float *x = swaps ? right.data : left.data;
      for (ptrdiff_t r = 0; r < rows; r += together) {
        ptrdiff_t count = ck_least(together, rows - r) * columns;
        binary_row(function, swaps ? tile : x + r * columns, 1, swaps ? x + r * columns : tile, 1, y + r * columns,
                   count);
      }
      return;
    }
  }
  for (ptrdiff_t r = 0; r < rows; ++r)
    binary_row(function, left.data + r * left.row, left.column, right.data + r * right.row, right.column,
               y + r * columns, columns);
}

CK_CLONES void ck_add_strided(const float *a, float *y, ptrdiff_t row, ptrdiff_t column, const float *b,
                              ptrdiff_t b_row, ptrdiff_t b_column, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; ++r, a += row, y += row, b += b_row) {
    if (column == 1 && b_column == 1) {
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < columns; ++c) y[c] = a[c] + b[c];
    } else {
      for (ptrdiff_t c = 0; c < columns; ++c) y[c * column] = a[c * column] + b[c * b_column];
    }
  }
}

CK_CLONES void ck_select(
    ck_operand condition, ck_operand a, ck_operand b, float *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; ++r) {
    const float *cr = condition.data + r * condition.row, *ar = a.data + r * a.row, *br = b.data + r * b.row;
    float *yr = y + r * columns;
    if (condition.column == 1 && a.column == 1 && b.column == 1) {
      CK_ELEMENTWISE
      for (ptrdiff_t i = 0; i < columns; ++i) {
        float yes = ar[i], no = br[i];
        yr[i] = cr[i] != 0.0f ? yes : no;
      }
    } else {
      for (ptrdiff_t i = 0; i < columns; ++i)
        yr[i] = cr[i * condition.column] != 0.0f ? ar[i * a.column] : br[i * b.column];
    }
  }
}

CK_INLINE void affine_row(const float *x, const float *scale, const float *shift, float *y, ptrdiff_t count) {
  if (shift) {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = scale[i] * x[i] + shift[i];
  } else {
    CK_ELEMENTWISE
    for (ptrdiff_t i = 0; i < count; ++i) y[i] = scale[i] * x[i];
  }
}

CK_CLONES void ck_channel_affine(
    const float *x, const float *scale, const float *shift, float *y, ptrdiff_t rows, ptrdiff_t channels) {
  if (rows <= 0 || channels <= 0) return;
  float scales[TILE], shifts[TILE];
  ptrdiff_t together = ck_least(TILE / channels, rows);
  if (together > 1) {
    fill_tile(scales, scale, channels, together);
    if (shift) fill_tile(shifts, shift, channels, together);
    scale = scales;
    shift = shift ? shifts : shift;
  } else {
    together = 1;
  }
  for (ptrdiff_t r = 0; r < rows; r += together)
    affine_row(x + r * channels, scale, shift, y + r * channels, ck_least(together, rows - r) * channels);
}
