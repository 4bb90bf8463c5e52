/* test-ptz-request.c
 *
 * A camera that is turned over the wire.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "box.h"
#include "encoder-console.h"
#include "encoder-device.h"
#include "raw-client.h"

/* As the vendor's own client says it. */
#define CONTROL "{ \"Name\" : \"OPPTZControl\", \"OPPTZControl\" : { \"Command\" : \"%s\", " \
                "\"Parameter\" : { \"AUX\" : { \"Number\" : 0, \"Status\" : \"On\" }, " \
                "\"Channel\" : %d, \"MenuOpts\" : \"Enter\", " \
                "\"POINT\" : { \"bottom\" : 0, \"left\" : 0, \"right\" : 0, \"top\" : 0 }, " \
                "\"Pattern\" : \"SetBegin\", \"Preset\" : %d, \"Step\" : %d, \"Tour\" : 0 } }, " \
                "\"SessionID\" : \"0x1\" }"

static void
assert_ret (RawClient  *client,
            const char *json,
            int         ret)
{
  g_autofree char *reply = raw_client_ask (client, 1400, json);
  g_autofree char *expected =
    g_strdup_printf ("{ \"Name\" : \"OPPTZControl\", \"Ret\" : %d, \"SessionID\" : \"0x%08X\" }",
                     ret, client->session);

  g_assert_cmpstr (reply, ==, expected);
}

static void
control (RawClient  *client,
         const char *command,
         int         channel,
         int         preset,
         int         step,
         int         ret)
{
  g_autofree char *json = g_strdup_printf (CONTROL, command, channel, preset, step);

  assert_ret (client, json, ret);
}

static EncoderPtzPosition
look (EncoderServer *server,
      guint          channel)
{
  EncoderPtzPosition position;

  encoder_device_get_ptz (server, channel, &position);
  return position;
}

static void
test_turns (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  EncoderPtzPosition position;
  EncoderCounters counters;

  raw_client_login (client);
  g_assert_false (look (server, 2).is_moving);
  control (client, "DirectionRightUp", 1, 65535, 8, 100);
  g_assert_true (look (server, 2).is_moving);
  control (client, "DirectionRightUp", 1, -1, 8, 100);
  position = look (server, 2);
  g_assert_false (position.is_moving);
  g_assert_cmpfloat (position.pan, >, 0);
  g_assert_cmpfloat_with_epsilon (position.pan, position.tilt, 1e-6);
  g_assert_cmpfloat (look (server, 1).pan, ==, 0);

  control (client, "SetPreset", 1, 255, 0, 100);
  g_assert_cmpuint (look (server, 2).n_presets, ==, 1);
  control (client, "GotoPreset", 1, 255, 0, 100);
  control (client, "ClearPreset", 1, 255, 0, 100);
  g_assert_cmpuint (look (server, 2).n_presets, ==, 0);
  control (client, "ZoomTile", 1, 65535, 1, 100);
  control (client, "Menu", 1, 65535, 1, 100);
  g_assert_true (look (server, 2).is_menu);

  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.ptz_commands, ==, 7);
}

static void
test_refused (void)
{
  static const char *const bad[] = {
    "{\"Name\":\"OPPTZControl\"}", "{\"Name\":\"OPPTZControl\",\"OPPTZControl\":[]}",
    "{\"Name\":\"OPPTZControl\",\"OPPTZControl\":{}}",
    "{\"Name\":\"OPPTZControl\",\"OPPTZControl\":{\"Command\":7}}",
  };
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_login (client);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_ret (client, bad[i], 117);
  control (client, "DirectionUp", 1, 65535, 5, 109);
  control (client, "DirectionUp", -1, 65535, 5, 109);
  control (client, "Dance", 0, 65535, 5, 502);
  control (client, "SetPreset", 0, 0, 5, 208);
  control (client, "SetPreset", 0, 65535, 5, 208);
  control (client, "GotoPreset", 0, 9, 5, 109);
  g_assert_false (look (server, 1).is_moving);

  /* Without parameters a direction begins, at the usual speed, on the first channel. */
  assert_ret (client, "{\"OPPTZControl\":{\"Command\":\"DirectionUp\"}}", 100);
  g_assert_true (look (server, 1).is_moving);
}

static void
test_rights (void)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-ptz-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "users", NULL);
  g_autoptr (EncoderUsers) users = NULL;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  EncoderConfig config;

  g_assert_true (g_file_set_contents (path, "[user admin]\npassword=admin\nlive=all\nptz=2\n", -1,
                                      NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  users = encoder_users_load (path, NULL);
  box_config (&config, 2);
  config.users = users;
  server = box_start (&config);
  client = raw_client_new (encoder_server_get_port (server, 1));
  raw_client_login (client);
  control (client, "DirectionUp", 0, 65535, 5, 107);
  control (client, "DirectionUp", 1, 65535, 5, 100);
  g_assert_false (look (server, 1).is_moving);
  g_unlink (path);
  g_rmdir (dir);
}

static void
test_console (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  gboolean quit = FALSE;
  g_autofree char *answer = encoder_console_answer (server, "ptz 1", &quit);
  g_autofree char *usage = encoder_console_answer (server, "ptz", &quit);
  g_autofree char *missing = encoder_console_answer (server, "ptz 2", &quit);

  g_assert_cmpstr (answer, ==, "ok: pan=0% tilt=0% zoom=100% focus=0% iris=0% moving=0 menu=0 "
                               "presets=0");
  g_assert_cmpstr (usage, ==, "error: usage: ptz CHANNEL");
  g_assert_cmpstr (missing, ==, "error: no channel “2”: from 1 to 1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/ptz-request/turns", test_turns);
  g_test_add_func ("/encoder/ptz-request/refused", test_refused);
  g_test_add_func ("/encoder/ptz-request/rights", test_rights);
  g_test_add_func ("/encoder/ptz-request/console", test_console);

  return g_test_run ();
}
