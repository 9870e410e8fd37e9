#ifndef CHAFF_KERNELS_ELEMENTWISE_H
#define CHAFF_KERNELS_ELEMENTWISE_H
#include <stddef.h>

// ---- Functions of one number ---------------------------------------------------------------------------------

typedef enum {
  CK_RELU,
  CK_LEAKY_RELU,      // a: slope
  CK_ELU,             // a: alpha
  CK_SELU,            // a: alpha, b: gamma
  CK_SIGMOID,
  CK_HARD_SIGMOID,    // a: alpha, b: beta
  CK_HARD_SWISH,
  CK_TANH,
  CK_SOFTPLUS,
  CK_ERF,
  CK_GELU,
  CK_GELU_TANH,
  CK_CLIP,            // a: lower, b: upper
  CK_EXP,
  CK_LOG,
  CK_SQRT,
  CK_ABSOLUTE,
  CK_NEGATE,
  CK_RECIPROCAL,
  CK_SIGN,
  CK_FLOOR,
  CK_CEIL,
  CK_ROUND,
} ck_unary_function;

// y[i] = f(x[i]); y may be x.
void ck_unary(ck_unary_function function, float a, float b, const float *x, float *y, ptrdiff_t count);

// dx[i] = dy[i]·f′, with f′ a function of known[i]: the result for relu, leaky relu, elu, selu, sigmoid, hard sigmoid,
// tanh, clip, exp, sqrt and reciprocal, the argument for the others. dx may be either input.
void ck_unary_gradient(
    ck_unary_function function, float a, float b, const float *known, const float *dy, float *dx, ptrdiff_t count);

// ---- Functions of two and three numbers ----------------------------------------------------------------------

typedef enum {
  CK_ADD,
  CK_SUBTRACT,
  CK_MULTIPLY,
  CK_DIVIDE,
  CK_POWER,
  CK_MINIMUM,
  CK_MAXIMUM,
  CK_EQUAL,
  CK_LESS,
  CK_LESS_OR_EQUAL,
  CK_GREATER,
  CK_GREATER_OR_EQUAL,
} ck_binary_function;

// An operand of a loop over rows and columns. The column stride is 0 or 1.
typedef struct {
  const float *data;
  ptrdiff_t row, column;
} ck_operand;

// y[r, c] = f(left, right), y contiguous. y may be an operand's data where that operand is contiguous too.
void ck_binary(
    ck_binary_function function, ck_operand left, ck_operand right, float *y, ptrdiff_t rows, ptrdiff_t columns);

// y[r, c] = a[r, c] + b[r, c], where y lies in memory as a does and may be a; any strides.
void ck_add_strided(const float *a, float *y, ptrdiff_t row, ptrdiff_t column, const float *b, ptrdiff_t b_row,
                    ptrdiff_t b_column, ptrdiff_t rows, ptrdiff_t columns);

// y[r, c] = condition ≠ 0 ? a : b
void ck_select(
    ck_operand condition, ck_operand a, ck_operand b, float *y, ptrdiff_t rows, ptrdiff_t columns);

// y[r, c] = scale[c]·x[r, c] + shift[c]; shift may be null; y may be x.
void ck_channel_affine(
    const float *x, const float *scale, const float *shift, float *y, ptrdiff_t rows, ptrdiff_t channels);

#endif
