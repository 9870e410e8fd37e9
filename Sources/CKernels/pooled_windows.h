#ifndef CHAFF_POOLED_WINDOWS_H
#define CHAFF_POOLED_WINDOWS_H
#include "pooled_layer.h"

// The input gradient of a pooled layer of up to 3 × 3 taps in a plane, window by window.

// Fewer rows are not done by themselves: the row of windows at the edge of two bands is gone through in both.
enum { CK_WINDOWS_LEAST_ROWS = 32 };

// Whether it is for this layer.
bool ck_goes_by_windows(const layer_t *s);
size_t ck_windows_weight_count(const layer_t *s);
void ck_windows_pack(const layer_t *s, const float *weights, float *packed);
size_t ck_windows_scratch_count(const layer_t *s);
// Pieces begin ..< end of samples × bands of rows × frames, as ck_pooled_layer_gradient counts them.
void ck_windows_gradient(const layer_t *s, const float *dy, const uint8_t *choice, const float *packed, ptrdiff_t bands,
                         ptrdiff_t begin, ptrdiff_t end, float *scratch, float *dx);

#endif
