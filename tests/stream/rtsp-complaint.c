/* rtsp-complaint.c
 *
 * One complaint of `rtspsrc` that is no harm, and all the same fatal where complaints are: it gives an
 * event no number when the first frame of a stream reaches it while it says goodbye. The relay holds
 * such frames back, but not one that the kernel has already.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rtsp-complaint.h"

#include <string.h>

#define COMPLAINT "gst_event_set_seqnum: assertion 'seqnum != GST_SEQNUM_INVALID' failed"

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return g_strcmp0 (domain, "GStreamer") != 0 || strstr (message, COMPLAINT) == NULL;
}

static void
tell (const char     *domain,
      GLogLevelFlags  level,
      const char     *message,
      gpointer        user_data)
{
  if (is_fatal (domain, level, message, NULL))
    g_log_default_handler (domain, level, message, NULL);
  else
    g_test_message ("%s", message);
}

void
rtsp_complaint_bear (void)
{
  static gsize is_done;

  /* Forgotten at the end of each test. */
  g_test_log_set_fatal_handler (is_fatal, NULL);
  if (g_once_init_enter (&is_done)) {
    g_log_set_handler ("GStreamer", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, tell, NULL);
    g_once_init_leave (&is_done, 1);
  }
}
