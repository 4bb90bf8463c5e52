/* rtsp-script.c
 *
 * An RTSP device that does at one step what a script says, and else what it should.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rtsp-script.h"

#include <gst/gst.h>
#include <string.h>
#include <sys/socket.h>

#include "rtsp-complaint.h"

#define LONG_S 30

#define USUAL_SDP \
  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\na=control:*\r\n" \
  "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n"

typedef struct {
  RtspScripted *device;
  GSocket      *socket;
  GString      *input;
  gboolean      is_playing, is_over;
  gsize         n_sent;       /* packets */
} Visit;

static void
send_bytes (Visit      *self,
            const void *bytes,
            gsize       size)
{
  gsize sent = 0;

  while (sent < size && !self->is_over) {
    gssize n = g_socket_send (self->socket, (const char *) bytes + sent, size - sent, NULL, NULL);

    if (n <= 0)
      self->is_over = TRUE;
    else
      sent += (gsize) n;
  }
}

static void
send_text (Visit      *self,
           const char *text)
{
  send_bytes (self, text, strlen (text));
}

/* What ended it is seen by whoever reads. */
static void
read_more (Visit *self)
{
  char bytes[4096];
  g_autoptr (GError) error = NULL;
  gssize size = g_socket_receive (self->socket, bytes, sizeof bytes, NULL, &error);

  if (size > 0) {
    g_string_append_len (self->input, bytes, size);
    return;
  }

  self->is_over = TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_atomic_int_inc (&self->device->resets);
}

static void
wait_for_the_end (Visit *self)
{
  while (!self->is_over)
    read_more (self);
}

static void
reset (Visit *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  self->is_over = TRUE;
}

static void
drip (Visit *self)
{
  gboolean was_playing = self->is_playing;

  send_bytes (self, was_playing ? "$\0\xff\xff" : "RTSP/1.0 200 OK\r\n", was_playing ? 4 : 17);
  while (!self->is_over) {
    if (g_socket_condition_timed_wait (self->socket, G_IO_IN, 20000, NULL, NULL))
      read_more (self);
    send_text (self, "x");
  }
}

static void
send_frame (Visit        *self,
            guint8        channel,
            const guint8 *bytes,
            gsize         size)
{
  guint8 header[4] = { '$', channel, (guint8) (size >> 8), (guint8) size };

  send_bytes (self, header, sizeof header);
  send_bytes (self, bytes, size);
}

static void
send_reports (Visit *self)
{
  static const guint8 report[28] = { 0x80, 200, 0, 6, 1, 2, 3, 4 };

  while (!self->is_over) {
    send_frame (self, 1, report, sizeof report);
    if (g_socket_condition_timed_wait (self->socket, G_IO_IN, 50000, NULL, NULL))
      read_more (self);
  }
}

/* Fragments of one picture: same time, no end. */
static void
flood (Visit *self)
{
  guint8 packet[1400] = { 0x80, 96, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 0x7c, 0x05 };

  for (guint16 number = 0; !self->is_over; number++) {
    packet[2] = (guint8) (number >> 8);
    packet[3] = (guint8) number;
    packet[13] = number == 0 ? 0x85 : 0x05;
    send_frame (self, 0, packet, sizeof packet);
  }
}

/* In order: what is not read when a socket is closed has it reset. */
static void
close_in_order (Visit *self)
{
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  wait_for_the_end (self);
}

static void
cut (Visit *self)
{
  send_bytes (self, "$\0\x05\x78half a frame", 16);
  close_in_order (self);
}

static void
act (Visit *self,
     guint  number)
{
  const RtspScript *script = &self->device->script;
  g_autofree char *text = NULL;

  switch (script->deed) {
  case RTSP_DO_ANSWER:
    {
      g_auto (GStrv) parts = g_strsplit (script->text, "%u", -1);
      g_autofree char *number_text = g_strdup_printf ("%u", number);

      text = g_strjoinv (number_text, parts);
      send_text (self, text);
      if (!script->goes_on)
        wait_for_the_end (self);
    }
    break;
  case RTSP_DO_NOTHING:
    wait_for_the_end (self);
    break;
  case RTSP_DO_RESET:
    reset (self);
    break;
  case RTSP_DO_DRIP:
    drip (self);
    break;
  case RTSP_DO_REPORTS:
    send_reports (self);
    break;
  case RTSP_DO_FLOOD:
    flood (self);
    break;
  case RTSP_DO_CUT:
    cut (self);
    break;
  case RTSP_DO_CLOSE:
  default:
    close_in_order (self);
    break;
  }
}

static gboolean
is_time (Visit      *self,
         const char *step)
{
  return g_strcmp0 (self->device->script.at, step) == 0;
}

static void
answer (Visit      *self,
        guint       number,
        const char *status,
        const char *headers,
        const char *body)
{
  g_autofree char *cseq = g_strdup_printf ("CSeq: %u\r\n", number);
  g_autofree char *text = g_strdup_printf (
    "RTSP/1.0 %s\r\n%s%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", status,
    self->device->script.has_no_numbers ? "" : cseq, headers, strlen (body), body);

  send_text (self, text);
}

static void
answer_describe (Visit *self,
                 guint  number)
{
  const char *sdp = self->device->script.sdp;

  answer (self, number, "200 OK", "Content-Type: application/sdp\r\n", sdp ? sdp : USUAL_SDP);
}

static void
answer_setup (Visit      *self,
              guint       number,
              const char *uri)
{
  const guint timeout_s = self->device->script.timeout_s;
  g_autofree char *timeout = timeout_s ? g_strdup_printf (";timeout=%u", timeout_s) : g_strdup ("");
  g_autofree char *headers = g_strdup_printf (
    "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 4711%s\r\n", timeout);

  g_atomic_int_inc (&self->device->setups);
  g_free (self->device->last_uri);
  self->device->last_uri = g_strdup (uri);
  answer (self, number, "200 OK", headers, "");
}

static void
obey (Visit      *self,
      const char *method,
      const char *uri,
      guint       number)
{
  if (g_str_equal (method, "DESCRIBE")) {
    answer_describe (self, number);
  } else if (g_str_equal (method, "SETUP")) {
    answer_setup (self, number, uri);
  } else if (g_str_equal (method, "PLAY")) {
    answer (self, number, "200 OK", "Session: 4711\r\n", "");
    self->is_playing = TRUE;
  } else {
    if (g_str_equal (method, "TEARDOWN"))
      g_atomic_int_inc (&self->device->teardowns);
    answer (self, number, "200 OK", "Public: DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n", "");
  }
}

static guint
get_number (const char *head)
{
  const char *line = strstr (head, "CSeq:");

  return line ? (guint) g_ascii_strtoull (line + 5, NULL, 10) : 0;
}

static char *
hash (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
}

/* As the challenges of the tests want it: user "guard", password "x". */
static gboolean
has_good_digest (const char *method,
                 const char *uri,
                 const char *head)
{
  g_autofree char *what_text = g_strconcat (method, ":", uri, NULL);
  g_autofree char *who = hash ("guard:camera:x");
  g_autofree char *what = hash (what_text);
  g_autofree char *all = g_strconcat (who, ":12345:", what, NULL);
  g_autofree char *response = hash (all);

  return strstr (head, response) != NULL;
}

/* "guard:x" */
static gboolean
has_good_basic (const char *head)
{
  return strstr (head, "Basic Z3VhcmQ6eA==") != NULL;
}

static void
handle (Visit      *self,
        const char *head)
{
  g_auto (GStrv) words = g_strsplit (head, " ", 3);
  RtspScripted *device = self->device;
  gboolean has_credentials = strstr (head, "\r\nAuthorization:") != NULL;
  guint number = get_number (head);

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_atomic_int_inc (&device->requests);
  if (has_credentials)
    g_atomic_int_inc (&device->credentials);
  if (has_credentials && !has_good_basic (head) && !has_good_digest (words[0], words[1], head))
    g_atomic_int_inc (&device->bad_credentials);
  if (self->is_playing && !g_str_equal (words[0], "TEARDOWN"))
    g_atomic_int_inc (&device->alive);

  if (is_time (self, words[0]))
    act (self, number);
  else if (device->script.challenge && !(has_credentials && device->script.is_content) &&
           !g_str_equal (words[0], "OPTIONS"))
    answer (self, number, "401 Unauthorized", device->script.challenge, "");
  else
    obey (self, words[0], words[1], number);
}

/* Requests, and reports between them. */
static void
handle_input (Visit *self)
{
  while (!self->is_over && self->input->len > 0) {
    char *end;

    if (self->input->str[0] == '$') {
      gsize size = self->input->len < 4 ? 4 : 4 + ((guint8) self->input->str[2] << 8) +
                                              (guint8) self->input->str[3];

      if (self->input->len < size)
        return;
      g_string_erase (self->input, 0, (gssize) size);
    } else {
      g_autofree char *head = NULL;

      end = strstr (self->input->str, "\r\n\r\n");
      if (!end)
        return;
      head = g_strndup (self->input->str, (gsize) (end + 2 - self->input->str));
      g_string_erase (self->input, 0, end + 4 - self->input->str);
      handle (self, head);
    }
  }
}

/* The same short stream again and again; numbers and times go on. */
static void
send_packet (Visit *self)
{
  GBytes *bytes = g_ptr_array_index (self->device->packets,
                                     self->n_sent % self->device->packets->len);
  gsize size;
  g_autofree guint8 *packet = g_memdup2 (g_bytes_get_data (bytes, &size),
                                         g_bytes_get_size (bytes));
  guint32 time = (guint32) (self->n_sent * 6000);

  g_bytes_get_data (bytes, &size);
  GST_WRITE_UINT16_BE (packet + 2, (guint16) self->n_sent);
  GST_WRITE_UINT32_BE (packet + 4, time);
  send_frame (self, 0, packet, size);
  self->n_sent++;
}

static void
visit (RtspScripted *device,
       GSocket      *socket)
{
  Visit self = { .device = device, .socket = socket, .input = g_string_new (NULL) };

  g_atomic_int_inc (&device->connections);
  g_socket_set_timeout (socket, LONG_S);
  if (is_time (&self, "ACCEPT"))
    act (&self, 0);
  while (!self.is_over) {
    if (self.is_playing && is_time (&self, "MEDIA"))
      act (&self, 0);
    else if (self.is_playing)
      send_packet (&self);
    if (!self.is_over && (!self.is_playing || g_socket_condition_timed_wait (socket, G_IO_IN, 66000,
                                                                             NULL, NULL)))
      read_more (&self);
    handle_input (&self);
  }
  g_string_free (self.input, TRUE);
  g_socket_close (socket, NULL);
}

static gpointer
run (gpointer data)
{
  RtspScripted *self = data;

  for (;;) {
    g_autoptr (GSocket) socket = g_socket_listener_accept_socket (self->listener, NULL, NULL, NULL);

    if (!socket || g_atomic_int_get (&self->is_ending))
      return NULL;
    visit (self, socket);
  }
}

static GstPadProbeReturn
on_packet (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gpointer bytes = NULL;
  gsize size = 0;

  gst_buffer_extract_dup (buffer, 0, (gsize) -1, &bytes, &size);
  g_ptr_array_add (user_data, g_bytes_new_take (bytes, size));

  return GST_PAD_PROBE_OK;
}

/* Each picture in one packet, each a key picture with its parameter sets. */
static GPtrArray *
make_packets (void)
{
  GPtrArray *packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (
    "videotestsrc num-buffers=12 ! video/x-raw,format=I420,width=64,height=48,framerate=15/1 ! "
    "x264enc tune=zerolatency key-int-max=1 bitrate=64 ! video/x-h264,stream-format=avc ! "
    "rtph264pay mtu=60000 aggregate-mode=max-stap config-interval=-1 pt=96 ! "
    "fakesink name=sink sync=false", &error);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstBus) bus = NULL;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_packet, packets, NULL);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_message_unref (gst_bus_timed_pop_filtered (bus, LONG_S * GST_SECOND, GST_MESSAGE_EOS));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (packets->len, ==, 12);

  return packets;
}

RtspScripted *
rtsp_scripted_new (const RtspScript *script)
{
  static GPtrArray *packets;
  RtspScripted *self = g_new0 (RtspScripted, 1);

  rtsp_complaint_bear ();
  if (!packets)
    packets = make_packets ();
  self->script = *script;
  self->packets = packets;
  self->listener = g_socket_listener_new ();
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, NULL);
  g_assert_cmpuint (self->port, !=, 0);
  self->thread = g_thread_new ("device", run, self);

  return self;
}

void
rtsp_scripted_end (RtspScripted *self)
{
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GSocketConnection) connection = NULL;

  if (!self->thread)
    return;

  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_atomic_int_set (&self->is_ending, TRUE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
rtsp_scripted_free (RtspScripted *self)
{
  rtsp_scripted_end (self);
  g_object_unref (self->listener);
  g_free (self->last_uri);
  g_free (self);
}
