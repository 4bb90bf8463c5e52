/* live.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "live.h"

#include <string.h>

#include "decode.h"
#include "sei.h"

static void
free_picture (gpointer data)
{
  LivePicture *picture = data;

  g_bytes_unref (picture->payload);
  g_free (picture);
}

RawClient *
live_watch (guint16     port,
            guint       channel,
            const char *stream)
{
  RawClient *client = raw_client_new (port);

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, channel, stream), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", channel, stream);

  return client;
}

/* The next @n pictures, of LivePicture. */
GPtrArray *
live_record (RawClient      *client,
             guint           n,
             DvripVideoCodec codec)
{
  GPtrArray *recording = g_ptr_array_new_with_free_func (free_picture);

  while (recording->len < n) {
    g_autoptr (RawUnit) unit = raw_client_read_video (client);
    LivePicture *picture = g_new0 (LivePicture, 1);

    memcpy (picture->header, unit->bytes->data, MIN (16, unit->header_size));
    picture->is_key = unit->kind != 0xfd;
    picture->arrival_us = g_get_real_time ();
    picture->payload = g_bytes_new (unit->bytes->data + unit->header_size, unit->payload_size);
    if (codec == DVRIP_VIDEO_H264 || codec == DVRIP_VIDEO_H265)
      picture->stamp_us = sei_read_time (g_bytes_get_data (picture->payload, NULL),
                                         unit->payload_size, codec == DVRIP_VIDEO_H265);
    g_ptr_array_add (recording, picture);
  }

  return recording;
}

/* Returns: (transfer full): DecodedPicture, as many as were recorded */
GPtrArray *
live_decode (GPtrArray      *recording,
             DvripVideoCodec codec,
             const guint     size[2])
{
  const EncoderLoopInfo info = { codec, 64, 64, 25, 1, "recorded" };
  g_autoptr (EncoderLoopBuilder) builder = encoder_loop_builder_new ();
  g_autoptr (EncoderLoop) loop = NULL;
  GPtrArray *pictures;

  for (guint i = 0; i < recording->len; i++) {
    const LivePicture *picture = g_ptr_array_index (recording, i);

    g_assert_true (encoder_loop_builder_add (builder, g_bytes_get_data (picture->payload, NULL),
                                             g_bytes_get_size (picture->payload), picture->is_key,
                                             NULL));
  }
  loop = encoder_loop_builder_finish (builder, &info, NULL);
  pictures = decode_loop (loop, 1, size);
  g_assert_cmpuint (pictures->len, ==, recording->len);

  return pictures;
}
