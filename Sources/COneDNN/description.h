#ifndef CHAFF_ONEDNN_DESCRIPTION_H
#define CHAFF_ONEDNN_DESCRIPTION_H
#include <stdbool.h>

#include "COneDNN.h"
#include "library.h"

// Tensor descriptors of one convolution while it is being made: what oneDNN calls it by. `weights` leaves the layout to
// the implementation, `plain_weights` is the caller's.
struct cdnn_descriptors {
  cdnn_descriptor source, destination, weights, plain_weights, bias;
  bool has_bias;
};

dnnl_status_t cdnn_describe_all(const cdnn_convolution_shape *shape, bool has_bias, struct cdnn_descriptors *made);
void cdnn_forget_all(struct cdnn_descriptors *made);

// The choice of an implementation for the forward direction.
dnnl_status_t cdnn_describe_forward(
    const cdnn_convolution_shape *shape, struct cdnn_descriptors *made, dnnl_prop_kind_t kind,
    dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *description);
// The choice of an implementation for the gradient in the weights; `forward` is a hint that oneDNN asks for.
dnnl_status_t cdnn_describe_weight_gradient(
    const cdnn_convolution_shape *shape, struct cdnn_descriptors *made, dnnl_primitive_desc_t forward,
    dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *description);
// Attributes: scratch memory is the caller's.
dnnl_status_t cdnn_make_attributes(dnnl_primitive_attr_t *attributes);

// A reorder between two layouts.
dnnl_status_t cdnn_make_reorder(
    cdnn_descriptor_reference from, cdnn_descriptor_reference to, dnnl_primitive_t *reorder);

// Bytes of a scratchpad, and a memory object for it without an address; none where nothing is needed.
dnnl_status_t cdnn_make_scratch(dnnl_primitive_desc_t description, size_t *size, dnnl_memory_t *memory);

// Memory aligned to cache lines; NULL when there is none.
void *cdnn_aligned_bytes(size_t size);

#endif
