/* encoder-cache.h
 *
 * Loops on disk, so that pictures are encoded once and not at every start.
 * Callable from any thread; several processes may share a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

char        *encoder_cache_dup_default_folder (void);
char        *encoder_cache_dup_path           (const char   *folder,
                                               const char   *label,
                                               const char   *key);
EncoderLoop *encoder_cache_load               (const char   *path,
                                               const char   *key,
                                               GError      **error);
gboolean     encoder_cache_store              (const char   *path,
                                               const char   *key,
                                               EncoderLoop  *loop,
                                               GError      **error);

G_END_DECLS
