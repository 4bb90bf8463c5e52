/* test-examples.c
 *
 * The command lines of the reference (src/gst/elements.md) do what it says, one after the other in
 * one folder, against a real encoder. Only what a person would see or hear goes nowhere, the port is
 * one that the kernel picked, and what takes ten seconds is cut short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>

#include "encoder-server.h"
#include "gstdvripplugin.h"

#define DEADLINE (60 * GST_SECOND)
#define ENOUGH "40"

static EncoderServer *
start_encoder (void)
{
  g_autofree char *cache = g_test_build_filename (G_TEST_BUILT, "encoder-cache", NULL);
  const EncoderConfig config = {
    .channels = 1,
    .main = { .width = 160, .height = 96, .fps = 25 },
    .sub = { .width = 128, .height = 64, .fps = 10 },
    .cache_dir = cache,
  };
  g_autoptr (GError) error = NULL;
  EncoderServer *server = encoder_server_new (&config, &error);

  g_assert_no_error (error);
  g_assert_true (encoder_server_start (server, &error));
  g_assert_no_error (error);

  return server;
}

static void
replace (GString    *line,
         const char *what,
         const char *with)
{
  g_string_replace (line, what, with, 0);
}

/* The line as the test runs it. */
static char *
adapt (const char *example,
       guint16     port)
{
  g_autofree char *real_port = g_strdup_printf ("127.0.0.1:%u", port);
  g_autofree char *named_port = g_strdup_printf ("port=%u", port);
  GString *line = g_string_new (example);

  replace (line, "gst-launch-1.0 ", "");
  replace (line, "-m ", "");
  replace (line, "127.0.0.1:34567", real_port);
  replace (line, "port=34567", named_port);
  replace (line, "num-buffers=500", "num-buffers=" ENOUGH);
  replace (line, "playbin3 ", "playbin3 video-sink=fakesink audio-sink=fakesink ");
  replace (line, "autovideosink", "fakesink");
  replace (line, "autoaudiosink", "fakesink");

  return g_string_free (line, FALSE);
}

/* A line that begins with a file or ends in one runs to its end; of any other it is enough that
 * something came to each sink, which is when the pipeline plays. */
static GstMessage *
wait_until_done (GstElement *pipeline,
                 gboolean    ends)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  return gst_bus_timed_pop_filtered (bus, DEADLINE, GST_MESSAGE_ERROR | GST_MESSAGE_EOS
                                                    | (ends ? 0 : GST_MESSAGE_ASYNC_DONE));
}

static void
run (const char *example,
     guint16     port)
{
  g_autofree char *line = adapt (example, port);
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstMessage) message = NULL;
  gboolean ends = strstr (line, "filesink") || strstr (line, "filesrc");

  g_test_message ("%s", line);
  g_assert_true (g_shell_parse_argv (line, NULL, &words, &error));
  pipeline = gst_parse_launchv ((const char **) words, &error);
  g_assert_no_error (error);
  gst_object_ref_sink (pipeline);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = wait_until_done (pipeline, ends);
  if (!message)
    g_error ("“%s” did not end", line);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, ends ? GST_MESSAGE_EOS : GST_MESSAGE_ASYNC_DONE);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
assert_filled (const char *folder,
               const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_size, >, 1000);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_examples (gconstpointer reference)
{
  g_autoptr (EncoderServer) server = start_encoder ();
  g_autofree char *text = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gst-examples-XXXXXX", NULL);
  g_auto (GStrv) lines = NULL;
  int n_run = 0;

  g_assert_true (g_file_get_contents (reference, &text, NULL, NULL));
  g_assert_cmpint (g_chdir (folder), ==, 0);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, "gst-launch-1.0 ")) {
      run (*line, encoder_server_get_port (server, 1));
      n_run++;
    }

  g_assert_cmpint (n_run, >=, 7);
  assert_filled (folder, "camera.dvrip");
  assert_filled (folder, "camera.mp4");
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();
  g_assert_cmpint (argc, ==, 2);

  g_test_add_data_func ("/gst/examples/do-what-they-say", argv[1], test_examples);

  return g_test_run ();
}
