#ifndef CHAFF_KERNELS_RECURRENT_H
#define CHAFF_KERNELS_RECURRENT_H
#include <stdbool.h>
#include <stddef.h>

// ---- Recurrent layers ----------------------------------------------------------------------------------------

typedef enum { CK_LSTM, CK_GRU, CK_GRU_LINEAR, CK_RNN_TANH, CK_RNN_RELU } ck_cell;

// One direction of a layer; tensors as in the operation Recurrent. A row of the reserve is the activated gates and
// then `hidden` more numbers.
typedef struct {
  ck_cell cell;
  bool reversed;
  ptrdiff_t steps, batch, directions, direction, hidden;
} ck_recurrent_layer;

typedef struct {
  const float *projected;  // x·wᵀ of this direction: [steps, batch, gates·hidden]
  const float *panels;     // r packed for h·rᵀ; a GRU that is not linear: two matrices, of the first two gates and of the last
  const float *bias;       // of this direction: [2·gates·hidden]
  const float *h0, *c0;    // [directions, batch, hidden]
  float *y, *yh, *yc, *reserve;
  float *scratch;          // [directions, batch, hidden]
} ck_recurrent_memory;

// All steps of some samples.
void ck_recurrent(const ck_recurrent_layer *layer, const ck_recurrent_memory *memory, ptrdiff_t first_sample,
                  ptrdiff_t end_sample);

typedef struct {
  const float *panels;  // r packed for dgates·r; a GRU that is not linear: two matrices, as above
  const float *h0, *c0, *y, *reserve, *dy, *dyh, *dyc;
  float *dgates;        // of this direction: [steps, batch, gates·hidden]: cotangents before the activations
  float *dh, *dc;       // [directions, batch, hidden]: at the end, of the initial state
  float *scratch;       // [directions, batch, 4·hidden]
} ck_recurrent_gradient_memory;

void ck_recurrent_gradient(const ck_recurrent_layer *layer, const ck_recurrent_gradient_memory *memory,
                           ptrdiff_t first_sample, ptrdiff_t end_sample);

// What the recurrent weights' gradients are products of, for some samples: `before` [steps, batch, hidden] receives the
// state before each step. Of a GRU, `reset` of the same shape receives what the last gate's product is taken with or
// from: r∘h, or, for the linear one, the reset gate times the cotangent of that gate.
void ck_recurrent_weight_terms(const ck_recurrent_layer *layer, const ck_recurrent_gradient_memory *memory,
                               float *before, float *reset, ptrdiff_t first_sample, ptrdiff_t end_sample);

#endif
