#include <stdlib.h>
#include <string.h>

#include "COneDNN.h"
#include "library.h"

// Everything a run needs: the primitive, its packed weights, and memory objects whose addresses are set per run.
struct cdnn_convolution {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  dnnl_stream_t stream;
  dnnl_memory_t source, destination, weights, bias, scratch;
  void *packed_weights, *packed_bias;
  size_t scratch_size;
  const char *implementation;
};

// Tensor descriptors of one convolution while it is being made.
struct descriptors {
  cdnn_descriptor source, destination, weights, plain_weights, bias;
  bool has_bias;
};

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

static dnnl_status_t describe_all(
    const cdnn_convolution_shape *shape, const float *bias, struct descriptors *made) {
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
  dnnl_status_t status = cdnn_describe(&made->source, n + 2, source, channels_last(n));
  if (!status) status = cdnn_describe(&made->destination, n + 2, destination, channels_last(n));
  if (!status) status = cdnn_describe(&made->weights, w, weights, dnnl_format_tag_any);
  if (!status) status = cdnn_describe(&made->plain_weights, w, weights, held);
  made->has_bias = bias != NULL;
  if (!status && bias) status = cdnn_describe(&made->bias, 1, channels, dnnl_x);
  return status;
}

static void forget_all(struct descriptors *made) {
  cdnn_forget(&made->source);
  cdnn_forget(&made->destination);
  cdnn_forget(&made->weights);
  cdnn_forget(&made->plain_weights);
  if (made->has_bias) cdnn_forget(&made->bias);
}

static dnnl_alg_kind_t algorithm_of(enum cdnn_activation activation) {
  switch (activation) {
    case CDNN_CLIP: return dnnl_eltwise_clip;
    case CDNN_ELU: return dnnl_eltwise_elu;
    case CDNN_SIGMOID: return dnnl_eltwise_logistic;
    case CDNN_TANH: return dnnl_eltwise_tanh;
    default: return dnnl_eltwise_relu;
  }
}

// Attributes: scratch memory is the caller's, and the activation is applied before the result is stored.
static dnnl_status_t make_attributes(const cdnn_convolution_shape *shape, dnnl_primitive_attr_t *attributes) {
  dnnl_status_t status = dnnl_primitive_attr_create(attributes);
  if (status) return status;
  status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
  if (status || shape->activation == CDNN_IDENTITY) return status;
  dnnl_post_ops_t operations;
  status = dnnl_post_ops_create(&operations);
  if (status) return status;
#if DNNL_VERSION_MAJOR >= 3
  status = dnnl_post_ops_append_eltwise(operations, algorithm_of(shape->activation), shape->alpha, shape->beta);
#else
  status = dnnl_post_ops_append_eltwise(operations, 1, algorithm_of(shape->activation), shape->alpha, shape->beta);
#endif
  if (!status) status = dnnl_primitive_attr_set_post_ops(*attributes, operations);
  dnnl_post_ops_destroy(operations);
  return status;
}

static dnnl_status_t make_description(
    const cdnn_convolution_shape *shape, struct descriptors *made, dnnl_primitive_attr_t attributes,
    dnnl_primitive_desc_t *description) {
  dnnl_dims_t dilations = {0};  // oneDNN counts the gaps: 0 is a dense kernel
  for (int i = 0; i < shape->spatial; i++) dilations[i] = shape->dilations[i] - 1;
  cdnn_descriptor_reference bias = made->has_bias ? CDNN_REFERENCE(made->bias) : NULL;
#if DNNL_VERSION_MAJOR >= 3
  if (shape->transposed)
    return dnnl_deconvolution_forward_primitive_desc_create(
        description, cdnn_engine(), dnnl_forward_inference, dnnl_deconvolution_direct, made->source, made->weights,
        bias, made->destination, shape->strides, dilations, shape->pad_before, shape->pad_after, attributes);
  return dnnl_convolution_forward_primitive_desc_create(
      description, cdnn_engine(), dnnl_forward_inference, dnnl_convolution_direct, made->source, made->weights, bias,
      made->destination, shape->strides, dilations, shape->pad_before, shape->pad_after, attributes);
#else
  dnnl_convolution_desc_t operation;  // dnnl_deconvolution_desc_t is the same struct
  dnnl_status_t status = shape->transposed
      ? dnnl_dilated_deconvolution_forward_desc_init(
            &operation, dnnl_forward_inference, dnnl_deconvolution_direct, &made->source, &made->weights, bias,
            &made->destination, shape->strides, dilations, shape->pad_before, shape->pad_after)
      : dnnl_dilated_convolution_forward_desc_init(
            &operation, dnnl_forward_inference, dnnl_convolution_direct, &made->source, &made->weights, bias,
            &made->destination, shape->strides, dilations, shape->pad_before, shape->pad_after);
  if (status) return status;
  return dnnl_primitive_desc_create(description, &operation, attributes, cdnn_engine(), NULL);
#endif
}

static void *aligned_bytes(size_t size) {
  void *bytes = NULL;
  if (posix_memalign(&bytes, ALIGNMENT, size ? size : ALIGNMENT)) return NULL;
  return bytes;
}

// Reorders the weights into the layout the implementation asked for.
static dnnl_status_t pack_weights(cdnn_convolution *convolution, struct descriptors *made, const float *weights) {
  cdnn_descriptor_reference wanted = dnnl_primitive_desc_query_md(convolution->description, dnnl_query_weights_md, 0);
  convolution->packed_weights = aligned_bytes(cdnn_size(wanted));
  if (!convolution->packed_weights) return dnnl_out_of_memory;
  dnnl_status_t status =
      dnnl_memory_create(&convolution->weights, wanted, cdnn_engine(), convolution->packed_weights);
  if (status) return status;
  dnnl_memory_t plain = NULL;
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t reorder = NULL;
  status = dnnl_memory_create(&plain, CDNN_REFERENCE(made->plain_weights), cdnn_engine(), (void *)weights);
  if (!status)
    status = dnnl_reorder_primitive_desc_create(
        &description, CDNN_REFERENCE(made->plain_weights), cdnn_engine(), wanted, cdnn_engine(), NULL);
  if (!status) status = dnnl_primitive_create(&reorder, description);
  if (!status) {
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, plain}, {DNNL_ARG_TO, convolution->weights}};
    status = dnnl_primitive_execute(reorder, convolution->stream, 2, arguments);
  }
  if (!status) status = dnnl_stream_wait(convolution->stream);
  if (reorder) dnnl_primitive_destroy(reorder);
  if (description) dnnl_primitive_desc_destroy(description);
  if (plain) dnnl_memory_destroy(plain);
  return status;
}

static dnnl_status_t copy_bias(
    cdnn_convolution *convolution, struct descriptors *made, const float *bias, int64_t count) {
  convolution->packed_bias = aligned_bytes((size_t)count * sizeof(float));
  if (!convolution->packed_bias) return dnnl_out_of_memory;
  memcpy(convolution->packed_bias, bias, (size_t)count * sizeof(float));
  return dnnl_memory_create(
      &convolution->bias, CDNN_REFERENCE(made->bias), cdnn_engine(), convolution->packed_bias);
}

static dnnl_status_t make_memories(cdnn_convolution *convolution, struct descriptors *made) {
  cdnn_descriptor_reference scratch =
      dnnl_primitive_desc_query_md(convolution->description, dnnl_query_scratchpad_md, 0);
  convolution->scratch_size = scratch ? cdnn_size(scratch) : 0;
  dnnl_engine_t engine = cdnn_engine();
  dnnl_status_t status =
      dnnl_memory_create(&convolution->source, CDNN_REFERENCE(made->source), engine, DNNL_MEMORY_NONE);
  if (!status)
    status =
        dnnl_memory_create(&convolution->destination, CDNN_REFERENCE(made->destination), engine, DNNL_MEMORY_NONE);
  if (!status && convolution->scratch_size)
    status = dnnl_memory_create(&convolution->scratch, scratch, engine, DNNL_MEMORY_NONE);
  return status;
}

static dnnl_status_t build(
    cdnn_convolution *convolution, const cdnn_convolution_shape *shape, struct descriptors *made,
    const float *weights, const float *bias) {
  dnnl_status_t status = describe_all(shape, bias, made);
  if (status) return status;
  dnnl_primitive_attr_t attributes = NULL;
  status = make_attributes(shape, &attributes);
  if (!status) status = make_description(shape, made, attributes, &convolution->description);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  if (status) return status;
  status = dnnl_primitive_create(&convolution->primitive, convolution->description);
  if (!status) status = dnnl_stream_create(&convolution->stream, cdnn_engine(), dnnl_stream_default_flags);
  if (!status) status = pack_weights(convolution, made, weights);
  if (!status && bias) status = copy_bias(convolution, made, bias, shape->destination_channels);
  if (!status) status = make_memories(convolution, made);
  if (!status)
    status = dnnl_primitive_desc_query(
        convolution->description, dnnl_query_impl_info_str, 0, (void *)&convolution->implementation);
  return status;
}

cdnn_convolution *cdnn_convolution_create(
    const cdnn_convolution_shape *shape, const float *weights, const float *bias, int *status) {
  if (!cdnn_engine()) {
    *status = dnnl_runtime_error;
    return NULL;
  }
  cdnn_convolution *convolution = calloc(1, sizeof *convolution);
  if (!convolution) {
    *status = dnnl_out_of_memory;
    return NULL;
  }
  struct descriptors made = {0};
  *status = build(convolution, shape, &made, weights, bias);
  forget_all(&made);
  if (*status == dnnl_success) return convolution;
  cdnn_convolution_destroy(convolution);
  return NULL;
}

void cdnn_convolution_destroy(cdnn_convolution *convolution) {
  if (!convolution) return;
  dnnl_memory_t memories[] = {
      convolution->source, convolution->destination, convolution->weights, convolution->bias, convolution->scratch};
  for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
    if (memories[i]) dnnl_memory_destroy(memories[i]);
  if (convolution->primitive) dnnl_primitive_destroy(convolution->primitive);
  if (convolution->description) dnnl_primitive_desc_destroy(convolution->description);
  if (convolution->stream) dnnl_stream_destroy(convolution->stream);
  free(convolution->packed_weights);
  free(convolution->packed_bias);
  free(convolution);
}

size_t cdnn_convolution_scratch_size(const cdnn_convolution *convolution) { return convolution->scratch_size; }

const char *cdnn_convolution_implementation(const cdnn_convolution *convolution) {
  return convolution->implementation;
}

int cdnn_convolution_run(cdnn_convolution *convolution, const float *source, float *destination, void *scratch) {
  dnnl_status_t status = dnnl_memory_set_data_handle(convolution->source, (void *)source);
  if (!status) status = dnnl_memory_set_data_handle(convolution->destination, destination);
  if (!status && convolution->scratch) status = dnnl_memory_set_data_handle(convolution->scratch, scratch);
  if (status) return status;
  dnnl_exec_arg_t arguments[5] = {
      {DNNL_ARG_SRC, convolution->source},
      {DNNL_ARG_DST, convolution->destination},
      {DNNL_ARG_WEIGHTS, convolution->weights},
  };
  int count = 3;
  if (convolution->bias) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_BIAS, convolution->bias};
  if (convolution->scratch) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, convolution->scratch};
  status = dnnl_primitive_execute(convolution->primitive, convolution->stream, count, arguments);
  return status ? status : dnnl_stream_wait(convolution->stream);
}
