/* encoder-file-source.c
 *
 * Reads a media file once and makes a loop of it.
 * Callable from any thread after gst_init(); runs for a while in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-file-source.h"

#include <glib/gi18n-lib.h>

EncoderLoop *
encoder_file_source_make (const char           *path,
                          gboolean              may_pass_through,
                          const EncoderFormat  *format,
                          const char           *cache_folder,
                          GCancellable         *cancellable,
                          GError              **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("%s cannot be shown"), path);
  return NULL;
}
