#include "description.h"

#include <stdlib.h>

enum { ALIGNMENT = 64 };

static dnnl_format_tag_t channels_last(int spatial) {
  return spatial == 1 ? dnnl_nwc : spatial == 2 ? dnnl_nhwc : dnnl_ndhwc;
}

static dnnl_format_tag_t plain_grouped(int spatial) {
  return spatial == 1 ? dnnl_goiw : spatial == 2 ? dnnl_goihw : dnnl_goidhw;
}

static dnnl_format_tag_t plain_ungrouped(int spatial) {
  return spatial == 1 ? dnnl_oiw : spatial == 2 ? dnnl_oihw : dnnl_oidhw;
}

// As plain_…, with the channel axes of the array swapped: oneDNN counts a transposed convolution's weights as
// [destination, source], the array holds [source, destination].
static dnnl_format_tag_t swapped_grouped(int spatial) {
  return spatial == 1 ? dnnl_acbd : spatial == 2 ? dnnl_giohw : dnnl_giodhw;
}

static dnnl_format_tag_t swapped_ungrouped(int spatial) {
  return spatial == 1 ? dnnl_bac : spatial == 2 ? dnnl_iohw : dnnl_iodhw;
}

static dnnl_data_type_t type_of(enum cdnn_element element) { return element == CDNN_BF16 ? dnnl_bf16 : dnnl_f32; }

dnnl_status_t cdnn_describe_all(const cdnn_convolution_shape *shape, bool has_bias, struct cdnn_descriptors *made) {
  int n = shape->spatial, grouped = shape->groups > 1;
  dnnl_dims_t source = {shape->batch, shape->source_channels};
  dnnl_dims_t destination = {shape->batch, shape->destination_channels};
  dnnl_dims_t weights = {0}, channels = {shape->destination_channels};
  int w = 0;
  if (grouped) weights[w++] = shape->groups;
  weights[w++] = shape->destination_channels / shape->groups;
  weights[w++] = shape->source_channels / shape->groups;
  for (int i = 0; i < n; i++) {
    source[2 + i] = shape->source[i];
    destination[2 + i] = shape->destination[i];
    weights[w++] = shape->kernel[i];
  }
  dnnl_format_tag_t held = shape->transposed ? (grouped ? swapped_grouped(n) : swapped_ungrouped(n))
                                             : (grouped ? plain_grouped(n) : plain_ungrouped(n));
  dnnl_status_t status = cdnn_describe(&made->source, n + 2, source, type_of(shape->source_element), channels_last(n));
  if (!status)
    status = cdnn_describe(
        &made->destination, n + 2, destination, type_of(shape->destination_element), channels_last(n));
  if (!status)
    status = cdnn_describe(&made->weights, w, weights, type_of(shape->source_element), dnnl_format_tag_any);
  if (!status) status = cdnn_describe(&made->plain_weights, w, weights, dnnl_f32, held);
  made->has_bias = has_bias;
  if (!status && has_bias) status = cdnn_describe(&made->bias, 1, channels, dnnl_f32, dnnl_x);
  return status;
}

void cdnn_forget_all(struct cdnn_descriptors *made) {
  cdnn_forget(&made->source);
  cdnn_forget(&made->destination);
  cdnn_forget(&made->weights);
  cdnn_forget(&made->plain_weights);
  if (made->has_bias) cdnn_forget(&made->bias);
}

// oneDNN counts the gaps between taps: 0 is a dense kernel.
static void count_gaps(const cdnn_convolution_shape *shape, dnnl_dims_t dilations) {
  for (int i = 0; i < shape->spatial; i++) dilations[i] = shape->dilations[i] - 1;
}

dnnl_status_t cdnn_describe_forward(
    const cdnn_convolution_shape *shape, struct cdnn_descriptors *made, dnnl_prop_kind_t kind,
    dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *description) {
  dnnl_dims_t dilations = {0};
  count_gaps(shape, dilations);
  cdnn_descriptor_reference bias = made->has_bias ? CDNN_REFERENCE(made->bias) : NULL;
#if DNNL_VERSION_MAJOR >= 3
  if (shape->transposed)
    return dnnl_deconvolution_forward_primitive_desc_create(
        description, cdnn_engine(), kind, dnnl_deconvolution_direct, made->source, made->weights, bias,
        made->destination, shape->strides, dilations, shape->pad_before, shape->pad_after, attributes);
  return dnnl_convolution_forward_primitive_desc_create(
      description, cdnn_engine(), kind, dnnl_convolution_direct, made->source, made->weights, bias,
      made->destination, shape->strides, dilations, shape->pad_before, shape->pad_after, attributes);
#else
  dnnl_convolution_desc_t operation;  // dnnl_deconvolution_desc_t is the same struct
  dnnl_status_t status = shape->transposed
      ? dnnl_dilated_deconvolution_forward_desc_init(
            &operation, kind, dnnl_deconvolution_direct, &made->source, &made->weights, bias, &made->destination,
            shape->strides, dilations, shape->pad_before, shape->pad_after)
      : dnnl_dilated_convolution_forward_desc_init(
            &operation, kind, dnnl_convolution_direct, &made->source, &made->weights, bias, &made->destination,
            shape->strides, dilations, shape->pad_before, shape->pad_after);
  if (status) return status;
  return dnnl_primitive_desc_create(description, &operation, attributes, cdnn_engine(), NULL);
#endif
}

dnnl_status_t cdnn_describe_weight_gradient(
    const cdnn_convolution_shape *shape, struct cdnn_descriptors *made, dnnl_primitive_desc_t forward,
    dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *description) {
  dnnl_dims_t dilations = {0};
  count_gaps(shape, dilations);
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_backward_weights_primitive_desc_create(
      description, cdnn_engine(), dnnl_convolution_direct, made->source, made->weights, NULL, made->destination,
      shape->strides, dilations, shape->pad_before, shape->pad_after, forward, attributes);
#else
  dnnl_convolution_desc_t operation;
  dnnl_status_t status = dnnl_dilated_convolution_backward_weights_desc_init(
      &operation, dnnl_convolution_direct, &made->source, &made->weights, NULL, &made->destination, shape->strides,
      dilations, shape->pad_before, shape->pad_after);
  if (status) return status;
  return dnnl_primitive_desc_create(description, &operation, attributes, cdnn_engine(), forward);
#endif
}

dnnl_status_t cdnn_make_attributes(dnnl_primitive_attr_t *attributes) {
  dnnl_status_t status = dnnl_primitive_attr_create(attributes);
  return status ? status : dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
}

dnnl_status_t cdnn_make_reorder(
    cdnn_descriptor_reference from, cdnn_descriptor_reference to, dnnl_primitive_t *reorder) {
  dnnl_primitive_desc_t description = NULL;
  dnnl_status_t status =
      dnnl_reorder_primitive_desc_create(&description, from, cdnn_engine(), to, cdnn_engine(), NULL);
  if (!status) status = dnnl_primitive_create(reorder, description);
  if (description) dnnl_primitive_desc_destroy(description);
  return status;
}

dnnl_status_t cdnn_make_scratch(dnnl_primitive_desc_t description, size_t *size, dnnl_memory_t *memory) {
  cdnn_descriptor_reference scratch = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
  *size = scratch ? cdnn_size(scratch) : 0;
  return *size ? dnnl_memory_create(memory, scratch, cdnn_engine(), DNNL_MEMORY_NONE) : dnnl_success;
}

void *cdnn_aligned_bytes(size_t size) {
  void *bytes = NULL;
  if (posix_memalign(&bytes, ALIGNMENT, size ? size : ALIGNMENT)) return NULL;
  return bytes;
}
