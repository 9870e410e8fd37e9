#include "CKernels.h"
#include "vectormath.h"

// One loop per function: the choice is made once per call.
#define MAP(name, expression)              \
  case name:                               \
    CK_ELEMENTWISE                         \
    for (ptrdiff_t i = 0; i < count; ++i) { \
      float v = x[i];                      \
      y[i] = (expression);                 \
    }                                      \
    break;

CK_INLINE float gelu_tanh(float x) {
  return 0.5f * x * (1.0f + ck_tanh(0.797884561f * (x + 0.044715f * x * x * x)));
}

CK_INLINE float gelu_tanh_slope(float x) {
  float t = ck_tanh(0.797884561f * (x + 0.044715f * x * x * x));
  float inner = 0.797884561f * (1.0f + 3.0f * 0.044715f * x * x);
  return 0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * inner;
}

CK_CLONES void ck_unary(
    ck_unary_function function, float a, float b, const float *x, float *y, ptrdiff_t count) {
  switch (function) {
    MAP(CK_RELU, v < 0.0f ? 0.0f : v)
    MAP(CK_LEAKY_RELU, v < 0.0f ? a * v : v)
    MAP(CK_ELU, v < 0.0f ? a * ck_expm1(v) : v)
    MAP(CK_SELU, b * (v < 0.0f ? a * ck_expm1(v) : v))
    MAP(CK_SIGMOID, ck_sigmoid(v))
    MAP(CK_HARD_SIGMOID, ck_clamp(a * v + b, 0.0f, 1.0f))
    MAP(CK_HARD_SWISH, v * ck_clamp(v * (1.0f / 6.0f) + 0.5f, 0.0f, 1.0f))
    MAP(CK_TANH, ck_tanh(v))
    MAP(CK_SOFTPLUS, ck_softplus(v))
    MAP(CK_ERF, ck_erf(v))
    MAP(CK_GELU, v * ck_normal_distribution(v))
    MAP(CK_GELU_TANH, gelu_tanh(v))
    MAP(CK_CLIP, ck_clamp(v, a, b))
    MAP(CK_EXP, ck_exp(v))
    MAP(CK_LOG, ck_log(v))
    MAP(CK_SQRT, __builtin_elementwise_sqrt(v))
    MAP(CK_ABSOLUTE, ck_absolute(v))
    MAP(CK_NEGATE, -v)
    MAP(CK_RECIPROCAL, 1.0f / v)
    MAP(CK_SIGN, v > 0.0f ? 1.0f : v < 0.0f ? -1.0f : v * 0.0f)
    MAP(CK_FLOOR, ck_floor(v))
    MAP(CK_CEIL, ck_ceil(v))
    MAP(CK_ROUND, ck_round(v))
  }
}

#undef MAP
#define MAP(name, slope_times_g)           \
  case name:                               \
    CK_ELEMENTWISE                         \
    for (ptrdiff_t i = 0; i < count; ++i) { \
      float v = known[i], g = dy[i];       \
      (void)v;                             \
      dx[i] = (slope_times_g);             \
    }                                      \
    break;

// At a kink the derivative is that of the flat side; where f is not monotonous the argument is known, else the result.
CK_CLONES void ck_unary_gradient(
    ck_unary_function function, float a, float b, const float *known, const float *dy, float *dx, ptrdiff_t count) {
  switch (function) {
    MAP(CK_RELU, v > 0.0f ? g : 0.0f)
    MAP(CK_LEAKY_RELU, v > 0.0f ? g : a * g)
    MAP(CK_ELU, v > 0.0f ? g : g * (v + a))
    MAP(CK_SELU, g * (v > 0.0f ? b : v + a * b))
    MAP(CK_SIGMOID, g * v * (1.0f - v))
    MAP(CK_HARD_SIGMOID, ((v > 0.0f) & (v < 1.0f)) ? a * g : 0.0f)
    MAP(CK_HARD_SWISH, g * (v <= -3.0f ? 0.0f : v < 3.0f ? v * (1.0f / 3.0f) + 0.5f : 1.0f))
    MAP(CK_TANH, g * (1.0f - v * v))
    MAP(CK_SOFTPLUS, g * ck_sigmoid(v))
    MAP(CK_ERF, g * 1.12837917f * ck_exp(-v * v))
    MAP(CK_GELU, g * (ck_normal_distribution(v) + v * ck_normal_density(v)))
    MAP(CK_GELU_TANH, g * gelu_tanh_slope(v))
    MAP(CK_CLIP, ((v > a) & (v < b)) ? g : 0.0f)
    MAP(CK_EXP, g * v)
    MAP(CK_LOG, g / v)
    MAP(CK_SQRT, 0.5f * g / v)
    MAP(CK_ABSOLUTE, v > 0.0f ? g : v < 0.0f ? -g : 0.0f)
    MAP(CK_NEGATE, -g)
    MAP(CK_RECIPROCAL, -g * v * v)
    case CK_SIGN:
    case CK_FLOOR:
    case CK_CEIL:
    case CK_ROUND:
      ck_fill(dx, 0.0f, count);
      break;
  }
}
