/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/kernel.h"

#ifdef WB_HAS_AVX2_KERNELS
#define KERNEL       __attribute__((target("avx2")))
#define KERNEL_BYTES 32
#define KERNEL_SET   wb_kernels_avx2
#include "score/kernel_loops.h"
#endif
