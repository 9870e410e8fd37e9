#ifndef CHAFF_KERNELS_CONVOLUTION_H
#define CHAFF_KERNELS_CONVOLUTION_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What is done to a sum before it is stored: nothing; y > 0 ? y : alpha·y; or y limited to alpha … beta.
typedef struct {
  enum { CK_KEEP, CK_RECTIFY, CK_LIMIT } kind;
  float alpha, beta;
} ck_activation;

// Which results of an input gradient are kept, by what is known of the activation before it: all; those where it is above
// zero (relu); those where it is between alpha and beta (clip). The others are zero. Compares as ck_unary_gradient does.
typedef struct {
  enum { CK_OPEN, CK_POSITIVE, CK_BETWEEN } kind;
  float alpha, beta;
} ck_gate;

// ---- Convolutions of 3×3 taps by Winograd's minimal filtering -------------------------------------------------

// F(4×4, 3×3) over the last two axes (Lavin and Gray 2016, arXiv 1509.09308, section 4): 36 products for each pair of
// channels and 16 results instead of 144. Taps along an axis before them (time) are summed directly. Stride 1, channels
// last, multiples of 4 of them on both sides.
enum { CK_WINOGRAD_MOST_DEPTH = 7, CK_WINOGRAD_MOST_PARTS = 4 };

// Of what the source or the result is put together, all but the last have a multiple of so many channels.
enum { CK_WINOGRAD_PART_CHANNELS = 16, CK_WINOGRAD_DIVISION_CHANNELS = 32 };

// Some of the source's channels, where they lie: from the first float of what holds them, of `count` floats, to the part's
// first, and from there on along the samples and the three axes.
typedef struct {
  ptrdiff_t channels, count, offset, sample, along[3];
} ck_winograd_part;

typedef struct {
  ptrdiff_t batch, channels, results;  // channels of the source, of the result
  ptrdiff_t part_count;
  ck_winograd_part parts[CK_WINOGRAD_MOST_PARTS];
  ptrdiff_t divisions[CK_WINOGRAD_MOST_PARTS];  // channels of each tensor that the result is divided among
  ptrdiff_t source[3], result[3], pad_before[3];
  ptrdiff_t kernel_depth;  // taps along the first axis
  ptrdiff_t workers;       // that share the work, each with scratch memory of its own
  ck_activation activation;
  ck_gate gate;
} ck_winograd_shape;

// Whether the processor has what this is fast with: fused multiply-adds.
bool ck_winograd_suits_processor(void);

// Weights [O, C, depth, 3, 3] transformed for ck_winograd.
size_t ck_winograd_weight_count(const ck_winograd_shape *shape);
void ck_winograd_pack_weights(const ck_winograd_shape *shape, const float *weights, float *packed);
// Floats of scratch memory of all workers.
size_t ck_winograd_scratch_count(const ck_winograd_shape *shape);
// The work is done in passes: all workers' calls of a pass end before the next one begins. One, but for layers with so many
// weights that the workers share them.
ptrdiff_t ck_winograd_pass_count(const ck_winograd_shape *shape);
// The share of one worker, 0 ..< workers, of a pass; calls of several workers may overlap. `x` holds each part, `y` is each
// division; `bias` has a number for each result channel, filled up to a multiple of 32, or is null; `known`, arranged as y,
// which then is one, is what the gate looks at, null where it is open. A sample's results depend neither on the batch that
// it is in nor on the number of workers.
void ck_winograd(const ck_winograd_shape *shape, const float *const *x, const float *packed, const float *bias,
                 const float *known, float *const *y, float *scratch, ptrdiff_t pass, ptrdiff_t worker);

// ---- Convolutions of one tap: the channels of each pixel times one matrix -----------------------------------------

typedef struct {
  ptrdiff_t pixels, channels, results;  // pixels of all samples; channels of the source, of the result
  ck_activation activation;
  ck_gate gate;
} ck_pointwise_shape;

// Pieces are some pixels times some results; a call does begin ..< end. Weights [channels, results] are packed by
// ck_pack_panels; `bias` has a number for each result, filled up to a multiple of 32, or is null; `known`, arranged as y, is
// what the gate looks at, null where it is open. A pixel does not depend on how many there are.
ptrdiff_t ck_pointwise_piece_count(const ck_pointwise_shape *shape);
void ck_pointwise(const ck_pointwise_shape *shape, const float *x, const float *packed, const float *bias,
                  const float *known, float *y, ptrdiff_t begin, ptrdiff_t end);

// ---- Transposed convolutions whose stride is their kernel: every input element fills a block of its own --------

typedef struct {
  ptrdiff_t batch, channels, results;
  ptrdiff_t source[3];  // elements per axis
  ptrdiff_t block[3];   // elements of the result for each
  // Floats from one element of the result to the next: `results`, or more where they are a part of the channels of a tensor;
  // then `results` must be a multiple of 16.
  ptrdiff_t place;
  ck_activation activation;
} ck_blocks_shape;

// Weights [C, O, block…] packed for ck_blocks; block[2]·O must be a multiple of 4.
size_t ck_blocks_weight_count(const ck_blocks_shape *shape);
void ck_blocks_pack_weights(const ck_blocks_shape *shape, const float *weights, float *packed);
// The bias repeated as ck_blocks wants it: ck_blocks_bias_count floats; zeros for a null bias.
size_t ck_blocks_bias_count(const ck_blocks_shape *shape);
void ck_blocks_pack_bias(const ck_blocks_shape *shape, const float *bias, float *packed);
// Pieces are rows of the source.
ptrdiff_t ck_blocks_piece_count(const ck_blocks_shape *shape);
void ck_blocks(const ck_blocks_shape *shape, const float *x, const float *packed, const float *bias, float *y,
               ptrdiff_t begin, ptrdiff_t end);

// ---- Convolutions of few source channels, usually a network's first ------------------------------------------------

// Neighbours along the last axis lie side by side, [tap, channel], and are multiplied as one row. Stride as wanted,
// dilation along the last axis 1, results a multiple of 4, at most 49 taps in the axes before the last.
typedef struct {
  ptrdiff_t batch, channels, results;
  ptrdiff_t source[3], result[3], kernel[3], strides[3], dilations[3];
  ptrdiff_t pad_before[3], pad_after[3];
  ck_activation activation;
} ck_few_shape;

// Weights [O, C, kernel…] packed for ck_few.
size_t ck_few_weight_count(const ck_few_shape *shape);
void ck_few_pack_weights(const ck_few_shape *shape, const float *weights, float *packed);
// The source with its padding: pieces of it are planes of the padded source.
size_t ck_few_padded_count(const ck_few_shape *shape);
ptrdiff_t ck_few_plane_count(const ck_few_shape *shape);
void ck_few_pad(const ck_few_shape *shape, const float *x, float *padded, ptrdiff_t begin, ptrdiff_t end);
// Pieces are rows of the result. `bias` has a number for each result channel, filled up to a multiple of 32, or is null.
ptrdiff_t ck_few_piece_count(const ck_few_shape *shape);
void ck_few(const ck_few_shape *shape, const float *padded, const float *packed, const float *bias, float *y,
            ptrdiff_t begin, ptrdiff_t end);

// ---- A first layer with its pooling ------------------------------------------------------------------------------

// y = the largest of each 2 x 2 of relu(w ∗ x + bias), stride 1, for at most four channels: the sums are never stored.
// x [N, C, T, H, W] and dx are plain; y and dy [N, T, h, w, O] are channels-last.
//
// Which element of its window a result is, row by row, goes to choice [N, T, h, O, w]: the first of equals, or
// CK_POOLED_NOWHERE where relu made it zero. That is all that the gradient needs.
enum { CK_POOLED_NOWHERE = 4, CK_POOLED_MOST_FRAMES = 16 };

typedef struct {
  ptrdiff_t batch, channels, results;                         // results: a positive multiple of 4
  ptrdiff_t source[3], result[3], kernel[3], pad_before[3];   // unused leading axes are 1 (pads 0); pads < kernel
  bool rectifies;
} ck_pooled_layer;

size_t ck_pooled_layer_weight_count(const ck_pooled_layer *layer);
void ck_pooled_layer_pack(const ck_pooled_layer *layer, const float *weights, float *packed);
size_t ck_pooled_layer_gradient_weight_count(const ck_pooled_layer *layer);
void ck_pooled_layer_gradient_pack(const ck_pooled_layer *layer, const float *weights, float *packed);

// Floats of scratch memory per thread.
size_t ck_pooled_layer_scratch_count(const ck_pooled_layer *layer);
size_t ck_pooled_layer_gradient_scratch_count(const ck_pooled_layer *layer);

// How many independent pieces there are; a call does pieces begin ..< end, faster in a row. No choice, no gradient: choice
// may be NULL.
ptrdiff_t ck_pooled_layer_unit_count(const ck_pooled_layer *layer);
void ck_pooled_layer_forward(
    const ck_pooled_layer *layer, const float *x, const float *packed, const float *bias, float *y, uint8_t *choice,
    float *scratch, ptrdiff_t begin, ptrdiff_t end);
ptrdiff_t ck_pooled_layer_gradient_unit_count(const ck_pooled_layer *layer);
void ck_pooled_layer_gradient(
    const ck_pooled_layer *layer, const float *dy, const uint8_t *choice, const float *packed, float *dx,
    float *scratch, ptrdiff_t begin, ptrdiff_t end);

#endif
