/* test-probe-hostile.c
 *
 * A probe of devices that say too much, too little, or nonsense. The device is a server that answers
 * each question with a text written out here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "gstdvripplugin.h"
#include "probe-client.h"
#include "script-server.h"

#define LOGIN(count) \
  "{\"AliveInterval\":20,\"ChannelNum\":" count ",\"Ret\":100,\"SessionID\":\"0x00000007\"}"
#define INFO \
  "{\"Ret\":100,\"SystemInfo\":{\"DeviceModel\":\"M\\u0007\",\"SerialNo\":\"  s1\\nsecond\"," \
  "\"VideoInChannel\":2,\"DigChannel\":3}}"
#define TITLES(list) "{\"ChannelTitle\":[" list "],\"Ret\":100}"
#define BIG (300 << 10)

/* What it says now; %NULL: it closes the connection. */
static const char *login, *info, *titles;
static gsize claimed;   /* of the titles; 0: the truth */

static gboolean
receive_all (ScriptPeer *peer,
             void       *data,
             gsize       size)
{
  GInputStream *in = g_io_stream_get_input_stream (peer->stream);
  gsize taken = 0;

  return g_input_stream_read_all (in, data, size, &taken, NULL, NULL) && taken == size;
}

static gboolean
answer (ScriptPeer *peer,
        guint       id,
        const char *text,
        gsize       length)
{
  guint8 header[20] = { 0xff, 1, [4] = 7 };

  header[14] = (guint8) id;
  header[15] = (guint8) (id >> 8);
  for (guint i = 0; i < 4; i++)
    header[16 + i] = (guint8) (length >> 8 * i);

  return script_send_data (peer, header, sizeof header) &&
         script_send_data (peer, text, strlen (text));
}

static const char *
find_text (guint id)
{
  switch (id) {
  case 1000:
    return login;
  case 1020:
    return info;
  case 1048:
    return titles;
  default:
    return "{\"Ret\":121}";
  }
}

static gboolean
serve_one (ScriptPeer *peer)
{
  guint8 header[20];
  g_autofree char *payload = NULL;
  const char *text;
  guint id, length;

  if (!receive_all (peer, header, sizeof header))
    return FALSE;

  id = header[14] | header[15] << 8;
  length = header[16] | header[17] << 8;
  payload = g_malloc (length + 1);
  text = find_text (id);

  return receive_all (peer, payload, length) && text &&
         answer (peer, id + 1, text, id == 1048 && claimed ? claimed : strlen (text));
}

static void
serve (ScriptPeer *peer)
{
  while (serve_one (peer))
    continue;
}

typedef struct {
  ProbeClient   client;
  ScriptServer *server;
} Fixture;

static void
start (Fixture *self)
{
  g_autofree char *text = g_strdup_printf ("dvrip://127.0.0.1:%u", self->server->port);

  probe_client_start (&self->client, &(WallProbeRequest) { .text = text, .password = "x" });
  wait_for (self->client.done > WALL_PROBE_CHANNELS || self->client.has_failed);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  login = LOGIN ("3");
  info = INFO;
  titles = TITLES ("\"a\",\"b\",\"c\"");
  claimed = 0;
  self->server = script_server_new (serve, NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  probe_client_clear (&self->client);
  wait_for (g_atomic_int_get (&self->server->open) == 0);
  script_server_free (self->server);
}

static const char *
get_title (Fixture *self,
           guint    index)
{
  return wall_probe_channel_get_title (probe_client_get_channel (&self->client, index));
}

static void
test_reads_what_is_right (Fixture       *self,
                          gconstpointer  data)
{
  start (self);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 3);
  g_assert_cmpstr (get_title (self, 2), ==, "c");
  g_assert_cmpstr (wall_probe_get_model (self->client.probe), ==, "M");
  g_assert_cmpstr (wall_probe_get_serial (self->client.probe), ==, "s1");
}

static void
test_bounds_the_count (Fixture       *self,
                       gconstpointer  data)
{
  login = LOGIN ("4294967295");
  start (self);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 256);
  g_assert_cmpstr (get_title (self, 2), ==, "c");
  g_assert_cmpstr (get_title (self, 255), ==, "");
}

static void
test_bounds_titles (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *big = g_strnfill (BIG, 'x');
  g_autofree char *text =
    g_strdup_printf (TITLES ("\"%s\",\"gate\\nsecond\",\"\xff\xfe ja\x80\",7,{},\"f\",\"g\""), big);

  titles = text;
  login = LOGIN ("4");
  start (self);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 4);
  g_assert_cmpuint (strlen (get_title (self, 0)), ==, 64);
  g_assert_cmpstr (get_title (self, 1), ==, "gate");
  g_assert_true (g_utf8_validate (get_title (self, 2), -1, NULL));
  g_assert_cmpstr (get_title (self, 3), ==, "");
}

static void
test_counts_what_it_can (Fixture       *self,
                         gconstpointer  data)
{
  login = LOGIN ("0");
  start (self);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 5);
  tear_down (self, NULL);

  set_up (self, NULL);
  login = LOGIN ("-1");
  info = "[]";
  start (self);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 3);
  tear_down (self, NULL);

  set_up (self, NULL);
  login = "{\"Ret\":100}";
  info = titles = "{\"Ret\":102}";
  start (self);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 1);
}

/* It let us in: whatever becomes of the questions, there are channels. */
static void
test_does_without_titles (Fixture       *self,
                          gconstpointer  data)
{
  titles = data;
  claimed = data ? 64 << 20 : 0;
  start (self);
  g_assert_false (self->client.has_failed);
  g_assert_cmpuint (probe_client_count (&self->client), ==, 3);
  g_assert_cmpstr (get_title (self, 0), ==, "");
}

#define ADD(name, data, test) \
  g_test_add ("/stream/probe-hostile/" name, Fixture, data, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();

  ADD ("reads-what-is-right", NULL, test_reads_what_is_right);
  ADD ("bounds-the-count", NULL, test_bounds_the_count);
  ADD ("bounds-titles", NULL, test_bounds_titles);
  ADD ("counts-what-it-can", NULL, test_counts_what_it_can);
  ADD ("closes-when-asked", NULL, test_does_without_titles);
  ADD ("claims-too-much", "{}", test_does_without_titles);

  return g_test_run ();
}
