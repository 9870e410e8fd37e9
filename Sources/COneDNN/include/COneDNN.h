#ifndef CHAFF_ONEDNN_H
#define CHAFF_ONEDNN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Convolutions through oneDNN, with the differences between its 2.x and 3.x interfaces kept on this side.
// Tensors are channels-last: [N, spatial…, C]. Weights come in as [G, O/G, I/G, kernel…], in Float32.

enum { CDNN_MAX_SPATIAL = 3 };

// What is applied to a convolution's result before it is stored.
enum cdnn_activation {
  CDNN_IDENTITY,
  CDNN_RELU,   // alpha: slope for negative values
  CDNN_CLIP,   // alpha: lower, beta: upper bound
  CDNN_ELU,    // alpha
  CDNN_SIGMOID,
  CDNN_TANH,
};

// What the elements of a tensor are. Weights are packed as what they are multiplied with; sums and biases are Float32.
enum cdnn_element {
  CDNN_F32,
  CDNN_BF16,  // the upper half of a Float32
};

typedef struct {
  int spatial;  // 1, 2 or 3 axes; the arrays below use the first `spatial` entries
  // A convolution maps `source` to `destination`. With `transposed` the roles of the channels in the weights are
  // swapped: it is the adjoint of the convolution from `destination` to `source`.
  bool transposed;
  int64_t batch, groups, source_channels, destination_channels;
  int64_t source[CDNN_MAX_SPATIAL], destination[CDNN_MAX_SPATIAL], kernel[CDNN_MAX_SPATIAL];
  int64_t strides[CDNN_MAX_SPATIAL], dilations[CDNN_MAX_SPATIAL];  // dilation 1 is a dense kernel
  int64_t pad_before[CDNN_MAX_SPATIAL], pad_after[CDNN_MAX_SPATIAL];
  enum cdnn_activation activation;
  float alpha, beta;
  // A source in bf16 may have either destination, a source in Float32 only its own kind.
  enum cdnn_element source_element, destination_element;
} cdnn_convolution_shape;

typedef struct cdnn_convolution cdnn_convolution;

// Chooses an implementation. Returns NULL and sets `status` (a dnnl_status_t) on failure.
cdnn_convolution *cdnn_convolution_create(const cdnn_convolution_shape *shape, bool has_bias, int *status);
// Packs weights for it, and copies the bias (`destination_channels` numbers), if it has one: once before the first run,
// and whenever they change. Returns a dnnl_status_t.
int cdnn_convolution_load(cdnn_convolution *convolution, const float *weights, const float *bias);
void cdnn_convolution_destroy(cdnn_convolution *convolution);

// Scratch memory that a run needs, in bytes.
size_t cdnn_convolution_scratch_size(const cdnn_convolution *convolution);
// oneDNN's own name of the chosen implementation ("brgconv:avx512_core"); lives as long as the convolution.
const char *cdnn_convolution_implementation(const cdnn_convolution *convolution);
// Returns a dnnl_status_t; 0 is success. `scratch` is aligned to 64 bytes.
int cdnn_convolution_run(cdnn_convolution *convolution, const void *source, void *destination, void *scratch);

typedef struct cdnn_weight_gradient cdnn_weight_gradient;

// The gradient of a convolution (not `transposed`, its activation is ignored) in its weights, from what it read
// (`source`) and the cotangent of its result (`destination`). `weights` is written as [G, O/G, I/G, kernel…].
cdnn_weight_gradient *cdnn_weight_gradient_create(const cdnn_convolution_shape *shape, int *status);
void cdnn_weight_gradient_destroy(cdnn_weight_gradient *gradient);
size_t cdnn_weight_gradient_scratch_size(const cdnn_weight_gradient *gradient);
const char *cdnn_weight_gradient_implementation(const cdnn_weight_gradient *gradient);
int cdnn_weight_gradient_run(
    cdnn_weight_gradient *gradient, const float *source, const float *destination, float *weights, void *scratch);

// Whether the processor multiplies bf16 itself (AVX-512-BF16 or AMX), and whether the library may use that.
bool cdnn_multiplies_bf16(void);
// Whether it has a unit for tiles of bf16 (AMX): without one, sums of bf16 products take longer than those in f32.
bool cdnn_has_bf16_tiles(void);

// The version of the library that is loaded, as "2.6.3".
const char *cdnn_version(void);
// A status as a word: "unimplemented".
const char *cdnn_status_name(int status);

#endif
