#include "CKernels.h"
#include "clones.h"

typedef float lanes8 __attribute__((ext_vector_type(8), aligned(4)));

#define PICK __builtin_shufflevector

// Three rounds of exchanges between neighbours at distance 4, 2, 1.
CK_INLINE void transpose_8x8(const float *restrict x, ptrdiff_t x_stride, float *restrict y, ptrdiff_t y_stride) {
  lanes8 a[8], b[8];
  for (int i = 0; i < 8; ++i) a[i] = *(const lanes8 *)(x + i * x_stride);
  for (int i = 0; i < 4; ++i) {
    b[i] = PICK(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    b[i + 4] = PICK(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int half = 0; half < 8; half += 4) {
    for (int i = half; i < half + 2; ++i) {
      a[i] = PICK(b[i], b[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[i + 2] = PICK(b[i], b[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int i = 0; i < 8; i += 2) {
    *(lanes8 *)(y + i * y_stride) = PICK(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    *(lanes8 *)(y + (i + 1) * y_stride) = PICK(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
}

// A few long rows woven into one (a picture's colour planes), and back; `few` is a constant where this is inlined.
CK_INLINE void weave(const int few, const float *restrict x, ptrdiff_t x_stride, float *restrict y, ptrdiff_t count) {
  for (ptrdiff_t c = 0; c < count; ++c)
    for (int r = 0; r < few; ++r) y[c * few + r] = x[r * x_stride + c];
}

CK_INLINE void unweave(const int few, const float *restrict x, float *restrict y, ptrdiff_t y_stride, ptrdiff_t count) {
  for (ptrdiff_t r = 0; r < count; ++r)
    for (int c = 0; c < few; ++c) y[c * y_stride + r] = x[r * few + c];
}

CK_INLINE int transpose_few(const float *x, ptrdiff_t x_stride, float *y, ptrdiff_t y_stride, ptrdiff_t rows,
                            ptrdiff_t columns) {
  if (rows == y_stride && rows >= 2 && rows <= 4) {
    if (rows == 2) weave(2, x, x_stride, y, columns);
    if (rows == 3) weave(3, x, x_stride, y, columns);
    if (rows == 4) weave(4, x, x_stride, y, columns);
    return 1;
  }
  if (columns == x_stride && columns >= 2 && columns <= 4) {
    if (columns == 2) unweave(2, x, y, y_stride, rows);
    if (columns == 3) unweave(3, x, y, y_stride, rows);
    if (columns == 4) unweave(4, x, y, y_stride, rows);
    return 1;
  }
  return 0;
}

CK_INLINE void transpose_plainly(const float *restrict x, ptrdiff_t x_stride, float *restrict y, ptrdiff_t y_stride,
                                 ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t c = 0; c < columns; ++c)
    for (ptrdiff_t r = 0; r < rows; ++r) y[c * y_stride + r] = x[r * x_stride + c];
}

CK_CLONES void ck_transpose(const float *x, ptrdiff_t x_stride, float *y, ptrdiff_t y_stride, ptrdiff_t rows,
                            ptrdiff_t columns) {
  if (transpose_few(x, x_stride, y, y_stride, rows, columns)) return;
  ptrdiff_t whole_rows = rows & ~(ptrdiff_t)7, whole_columns = columns & ~(ptrdiff_t)7;
  // Bands of 64 columns: the lines of x that a band touches stay in cache while the lines of y fill up.
  for (ptrdiff_t band = 0; band < whole_columns; band += 64) {
    ptrdiff_t band_end = ck_least(band + 64, whole_columns);
    for (ptrdiff_t r = 0; r < whole_rows; r += 8)
      for (ptrdiff_t c = band; c < band_end; c += 8)
        transpose_8x8(x + r * x_stride + c, x_stride, y + c * y_stride + r, y_stride);
  }
  transpose_plainly(x + whole_columns, x_stride, y + whole_columns * y_stride, y_stride, whole_rows,
                    columns - whole_columns);
  transpose_plainly(x + whole_rows * x_stride, x_stride, y + whole_rows, y_stride, rows - whole_rows, columns);
}
