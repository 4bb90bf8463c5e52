/* rtsp-camera.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rtsp-camera.h"

#include <gst/app/gstappsrc.h>
#include <gst/rtsp-server/rtsp-server.h>
#include <string.h>

#define PASSED "( appsrc name=in is-live=true format=time block=true max-buffers=2 max-bytes=0 " \
               "caps=video/x-%s,stream-format=byte-stream,alignment=au ! %sparse ! " \
               "identity sync=true ! rtp%spay name=pay0 pt=96 )"

struct _RtspCamera {
  EncoderLoop   *loop;
  char          *description, *password;
  GMainContext  *context;
  GMainLoop     *main_loop;
  GThread       *thread;
  GstRTSPServer *server;   /* (nullable): while it is off */
  GSocket       *socket;
  GSource       *source;
  guint16        port;
};

static void
on_need_data (GstElement *source,
              guint       length,
              gpointer    user_data)
{
  RtspCamera *self = user_data;
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (source), "n"));
  const EncoderLoopInfo *info = encoder_loop_get_info (self->loop);
  const EncoderUnit *unit = encoder_loop_get_unit (self->loop, n);
  GstBuffer *buffer = gst_buffer_new_memdup (unit->payload, unit->payload_size);

  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (n, GST_SECOND * (guint64) info->rate_den,
                                                   (guint64) info->rate_num);
  GST_BUFFER_DTS (buffer) = GST_BUFFER_PTS (buffer);
  g_object_set_data (G_OBJECT (source), "n", GUINT_TO_POINTER (n + 1));
  gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
}

static void
on_media_configure (GstRTSPMediaFactory *factory,
                    GstRTSPMedia        *media,
                    gpointer             user_data)
{
  g_autoptr (GstElement) element = gst_rtsp_media_get_element (media);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (element), "in");

  if (source)
    g_signal_connect (source, "need-data", G_CALLBACK (on_need_data), user_data);
}

static void
protect (RtspCamera          *self,
         GstRTSPMediaFactory *factory)
{
  g_autoptr (GstRTSPAuth) auth = gst_rtsp_auth_new ();
  GstRTSPToken *token = gst_rtsp_token_new (GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING,
                                            "viewer", NULL);

  gst_rtsp_auth_set_supported_methods (auth, GST_RTSP_AUTH_DIGEST);
  gst_rtsp_auth_add_digest (auth, "admin", self->password, token);
  gst_rtsp_token_unref (token);
  gst_rtsp_server_set_auth (self->server, auth);
  gst_rtsp_media_factory_add_role (factory, "viewer", GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                   G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                   G_TYPE_BOOLEAN, TRUE, NULL);
}

static void
open_shutter (RtspCamera *self)
{
  g_autofree char *service = g_strdup_printf ("%u", self->port);
  g_autoptr (GstRTSPMountPoints) mounts = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new ();
  g_autoptr (GError) error = NULL;

  self->server = gst_rtsp_server_new ();
  gst_rtsp_server_set_address (self->server, "127.0.0.1");
  gst_rtsp_server_set_service (self->server, service);
  gst_rtsp_media_factory_set_launch (factory, self->description);
  g_signal_connect (factory, "media-configure", G_CALLBACK (on_media_configure), self);
  if (self->password)
    protect (self, factory);
  mounts = gst_rtsp_server_get_mount_points (self->server);
  gst_rtsp_mount_points_add_factory (mounts, "/live", factory);
  self->socket = gst_rtsp_server_create_socket (self->server, NULL, &error);
  g_assert_no_error (error);
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, (GSourceFunc) (void (*) (void)) gst_rtsp_server_io_func,
                         self->server, NULL);
  g_source_attach (self->source, self->context);
  address = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static GstRTSPFilterResult
remove_client (GstRTSPServer *server,
               GstRTSPClient *client,
               gpointer       user_data)
{
  return GST_RTSP_FILTER_REMOVE;
}

static void
close_shutter (RtspCamera *self)
{
  if (!self->server)
    return;

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_list_free_full (gst_rtsp_server_client_filter (self->server, remove_client, NULL),
                    g_object_unref);
  g_clear_object (&self->server);
}

typedef struct {
  RtspCamera *camera;
  void      (*function) (RtspCamera *);
  gint        is_done;
} Call;

static gboolean
on_call (gpointer data)
{
  Call *call = data;

  call->function (call->camera);
  g_atomic_int_set (&call->is_done, TRUE);
  return G_SOURCE_REMOVE;
}

static void
call (RtspCamera *self,
      void      (*function) (RtspCamera *))
{
  Call data = { self, function, FALSE };

  g_main_context_invoke (self->context, on_call, &data);
  while (!g_atomic_int_get (&data.is_done))
    g_usleep (500);
}

static gpointer
run (gpointer data)
{
  RtspCamera *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->main_loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

RtspCamera *
rtsp_camera_new (EncoderLoop *loop,
                 const char  *description,
                 const char  *password)
{
  RtspCamera *self = g_new0 (RtspCamera, 1);
  const char *codec = loop && encoder_loop_get_info (loop)->codec == DVRIP_VIDEO_H265 ? "h265"
                                                                                      : "h264";

  self->loop = loop;
  self->description = description ? g_strdup (description)
                                  : g_strdup_printf (PASSED, codec, codec, codec);
  self->password = g_strdup (password);
  self->context = g_main_context_new ();
  self->main_loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("camera", run, self);
  call (self, open_shutter);

  return self;
}

static void
quit (RtspCamera *self)
{
  g_main_loop_quit (self->main_loop);
}

void
rtsp_camera_free (RtspCamera *self)
{
  call (self, close_shutter);
  call (self, quit);
  g_thread_join (self->thread);
  g_main_loop_unref (self->main_loop);
  g_main_context_unref (self->context);
  g_free (self->description);
  g_free (self->password);
  g_free (self);
}

guint16
rtsp_camera_get_port (RtspCamera *self)
{
  return self->port;
}

/* Everybody is cut off, and nobody listens. */
void
rtsp_camera_die (RtspCamera *self)
{
  call (self, close_shutter);
}

/* On the same port. */
void
rtsp_camera_come_back (RtspCamera *self)
{
  call (self, open_shutter);
}
