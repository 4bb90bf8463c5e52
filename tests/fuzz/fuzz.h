/* fuzz.h
 *
 * One fuzz target: what a program of tests/fuzz gives to libFuzzer, or to fuzz-replay.c where that
 * is not there. Whatever the bytes are, a target returns; a broken promise aborts.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize  (int           *argc,
                           char        ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

/* Cuts of a stream, each of 1 to 64 KiB, mostly small: from the input itself, so that a finding is
 * found again. */
typedef struct {
  guint32 state;
} FuzzCuts;

void  fuzz_cuts_init (FuzzCuts *self,
                      guint32   seed);
gsize fuzz_cuts_next (FuzzCuts *self,
                      gsize     rest);

/* Describes what a reader makes of @data: in one piece, or (@cuts is not %NULL) cut. */
typedef char *(*FuzzReadFunc) (const guint8 *data,
                               gsize         size,
                               FuzzCuts     *cuts);

void  fuzz_assert_cuts_do_not_matter (const guint8 *data,
                                      gsize         size,
                                      FuzzReadFunc  read);
