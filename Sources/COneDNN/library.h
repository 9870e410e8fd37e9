#ifndef CHAFF_ONEDNN_LIBRARY_H
#define CHAFF_ONEDNN_LIBRARY_H
#include <dnnl.h>

// One processor engine for the whole program; NULL when oneDNN cannot make one.
dnnl_engine_t cdnn_engine(void);

// Convolutions are chosen and made one at a time: up to 2.7 oneDNN's choice for the matrix units passes through a static
// variable (`brg_blocking_t::last_ic_block_size`), and of two threads at it one gets a kernel that reads and writes
// beside its data, which the library then keeps for everyone that asks for the same.
void cdnn_begin_making(void);
void cdnn_end_making(void);

// What 2.x and 3.x spell differently: a memory descriptor is a plain struct in one and a handle in the other.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t cdnn_descriptor;
typedef const_dnnl_memory_desc_t cdnn_descriptor_reference;
#define CDNN_REFERENCE(descriptor) (descriptor)
#else
typedef dnnl_memory_desc_t cdnn_descriptor;
typedef const dnnl_memory_desc_t *cdnn_descriptor_reference;
#define CDNN_REFERENCE(descriptor) (&(descriptor))
#endif

dnnl_status_t cdnn_describe(
    cdnn_descriptor *descriptor, int rank, const dnnl_dims_t extents, dnnl_data_type_t type, dnnl_format_tag_t tag);
void cdnn_forget(cdnn_descriptor *descriptor);
size_t cdnn_size(cdnn_descriptor_reference descriptor);

#endif
