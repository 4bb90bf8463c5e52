/* rtsp-device.c
 *
 * A camera that speaks RTSP, for tests: GStreamer's server in a process of its own, which can be
 * stopped and killed.
 *
 * rtsp-device [none|basic|digest] [plain|tls] PORT DESCRIPTION
 *
 * It writes what happens: "port N" once it listens, then "login" for each request that carries a
 * password, "setup" for each stream that is asked for, "client" and "gone" for each connection.
 * The user is "guard", the password "s3cret word".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>

#include "../net/tls-authority.h"
#include "../net/tls-certificates.h"

static void
say (const char *what)
{
  g_print ("%s\n", what);
  fflush (stdout);
}

typedef GstRTSPAuth CountingAuth;
typedef GstRTSPAuthClass CountingAuthClass;

static GType counting_auth_get_type (void);

G_DEFINE_TYPE (CountingAuth, counting_auth, GST_TYPE_RTSP_AUTH)

static gboolean
counting_auth_authenticate (GstRTSPAuth    *auth,
                            GstRTSPContext *context)
{
  char *value;

  if (gst_rtsp_message_get_header (context->request, GST_RTSP_HDR_AUTHORIZATION, &value, 0) ==
      GST_RTSP_OK)
    say ("login");

  return GST_RTSP_AUTH_CLASS (counting_auth_parent_class)->authenticate (auth, context);
}

static void
counting_auth_class_init (CountingAuthClass *klass)
{
  klass->authenticate = counting_auth_authenticate;
}

static void
counting_auth_init (CountingAuth *self)
{
}

static GstRTSPAuth *
make_auth (const char *method,
           gboolean    is_tls)
{
  GstRTSPAuth *auth = g_object_new (counting_auth_get_type (), NULL);
  g_autoptr (GstRTSPToken) token = gst_rtsp_token_new (
    GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, "guard", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (TLS_CAMERA, -1, NULL);
  g_autofree char *basic = gst_rtsp_auth_make_basic ("guard", "s3cret word");

  if (g_str_equal (method, "digest")) {
    gst_rtsp_auth_set_supported_methods (auth, GST_RTSP_AUTH_DIGEST);
    gst_rtsp_auth_add_digest (auth, "guard", "s3cret word", token);
  } else {
    gst_rtsp_auth_add_basic (auth, basic, token);
  }
  if (g_str_equal (method, "none"))
    gst_rtsp_auth_set_default_token (auth, token);
  if (is_tls)
    gst_rtsp_auth_set_tls_certificate (auth, certificate);

  return auth;
}

static void
on_setup (GstRTSPClient  *client,
          GstRTSPContext *context)
{
  say ("setup");
}

static void
on_closed (GstRTSPClient *client)
{
  say ("gone");
}

static void
on_client (GstRTSPServer *server,
           GstRTSPClient *client)
{
  say ("client");
  g_signal_connect (client, "setup-request", G_CALLBACK (on_setup), NULL);
  g_signal_connect (client, "closed", G_CALLBACK (on_closed), NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GstRTSPMediaFactory *factory;
  GstRTSPMountPoints *mounts;
  GstRTSPServer *server;
  GstRTSPAuth *auth;

  gst_init (&argc, &argv);
  tls_authority_init ();
  g_assert_cmpint (argc, ==, 5);
  server = gst_rtsp_server_new ();
  gst_rtsp_server_set_address (server, "127.0.0.1");
  gst_rtsp_server_set_service (server, argv[3]);
  auth = make_auth (argv[1], g_str_equal (argv[2], "tls"));
  gst_rtsp_server_set_auth (server, auth);

  factory = gst_rtsp_media_factory_new ();
  gst_rtsp_media_factory_set_launch (factory, argv[4]);
  gst_rtsp_media_factory_set_shared (factory, TRUE);
  gst_rtsp_media_factory_add_role (factory, "guard",
                                   GST_RTSP_PERM_MEDIA_FACTORY_ACCESS, G_TYPE_BOOLEAN, TRUE,
                                   GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT, G_TYPE_BOOLEAN, TRUE,
                                   NULL);
  mounts = gst_rtsp_server_get_mount_points (server);
  gst_rtsp_mount_points_add_factory (mounts, "/live/ch1", factory);
  g_signal_connect (server, "client-connected", G_CALLBACK (on_client), NULL);
  if (gst_rtsp_server_attach (server, NULL) == 0)
    return 1;

  g_print ("port %d\n", gst_rtsp_server_get_bound_port (server));
  fflush (stdout);
  g_main_loop_run (loop);

  return 0;
}
