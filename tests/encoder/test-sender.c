/* test-sender.c
 *
 * Units are cut into packets, written in pieces of any size, and dropped whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "encoder-sender.h"

#define SECOND G_USEC_PER_SEC

static guint8 bytes[1 << 20];

static EncoderUnit
make_unit (DvripUnitKind kind,
           guint32       size)
{
  EncoderUnit unit = { .kind = kind, .payload = bytes, .payload_size = size };
  DvripUnitHeader header = { .kind = kind, .payload_size = size, .codec = DVRIP_VIDEO_H264,
                             .width = 640, .height = 360, .fps = 25 };

  unit.header_size = (guint8) dvrip_unit_header_write (&header, unit.header);
  return unit;
}

typedef struct {
  GSocket    *socket;   /* the sender's */
  int         fd;       /* the reader's */
  GByteArray *read;
} Pipe;

static void
open_pipe (Pipe *self,
           int   buffer)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
  if (buffer > 0)
    setsockopt (fds[0], SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  self->socket = g_socket_new_from_fd (fds[0], NULL);
  g_assert_nonnull (self->socket);
  g_socket_set_blocking (self->socket, FALSE);
  self->fd = fds[1];
  self->read = g_byte_array_new ();
}

static gboolean
read_pipe (Pipe *self,
           gsize most)
{
  g_autofree guint8 *buffer = g_malloc (most);
  ssize_t n = read (self->fd, buffer, most);

  if (n <= 0)
    return FALSE;

  g_byte_array_append (self->read, buffer, (guint) n);
  return TRUE;
}

static void
close_pipe (Pipe *self)
{
  g_object_unref (self->socket);
  close (self->fd);
  g_byte_array_unref (self->read);
}

static guint32
get32 (const guint8 *data)
{
  return data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
}

/* Takes packets off what was read until @size bytes of unit are there, and checks them. */
static gsize
check_unit (const guint8      *data,
            const EncoderUnit *unit,
            guint32            date_time,
            guint32           *sequence)
{
  gsize size = unit->header_size + unit->payload_size;
  g_autofree guint8 *joined = g_malloc (size);
  gsize got = 0, at = 0;

  while (got < size) {
    guint32 length = get32 (data + at + 16);

    g_assert_cmphex (data[at], ==, 0xff);
    g_assert_cmphex (data[at + 1], ==, 1);
    g_assert_cmphex (get32 (data + at + 4), ==, 0xabcd1234);
    g_assert_cmpuint (get32 (data + at + 8), ==, *sequence);
    g_assert_cmpuint (data[at + 12], ==, 3);
    g_assert_cmpuint (data[at + 14] | data[at + 15] << 8, ==, 1412);
    g_assert_cmpuint (length, ==, MIN (8192, size - got));
    memcpy (joined + got, data + at + 20, length);
    (*sequence)++;
    got += length;
    at += 20 + length;
  }

  g_assert_cmpmem (joined, 4, unit->header, 4);
  if (encoder_unit_is_key (unit))
    g_assert_cmphex (get32 (joined + 8), ==, date_time);
  g_assert_cmpmem (joined + unit->header_size, size - unit->header_size, unit->payload,
                   unit->payload_size);
  return at;
}

static const guint32 sizes[] = {
  1, 8175, 8176, 8177, 16368, 16369, 100000, 1 << 20, 7, 300000,
};

static void
write_all (int   buffer,
           gsize step)
{
  g_autoptr (EncoderSender) sender = encoder_sender_new ();
  EncoderUnit units[G_N_ELEMENTS (sizes)];
  guint32 sequence = 0;
  gsize at = 0;
  Pipe pipe;

  open_pipe (&pipe, buffer);
  encoder_sender_start_media (sender, 0xabcd1234, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    units[i] = make_unit (i == 0 ? DVRIP_UNIT_I : DVRIP_UNIT_P, sizes[i]);
    g_assert_true (encoder_sender_push_unit (sender, &units[i], 0x01020304, SECOND));
  }

  while (encoder_sender_flush (sender, pipe.socket) == ENCODER_SEND_BLOCKED)
    g_assert_true (read_pipe (&pipe, step));
  while (read_pipe (&pipe, 1 << 20))
    continue;

  g_assert_true (encoder_sender_is_empty (sender));
  g_assert_cmpuint (encoder_sender_get_media (sender), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    at += check_unit (pipe.read->data + at, &units[i], 0x01020304, &sequence);
  g_assert_cmpuint (at, ==, pipe.read->len);
  close_pipe (&pipe);
}

static void
test_packets (void)
{
  write_all (0, 1 << 20);
}

/* The kernel takes a little at a time, so that writes end anywhere. */
static void
test_cut_writes (void)
{
  static const gsize steps[] = { 1 << 16, 4097, 1000, 333 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    write_all (4608, steps[i]);
}

static void
test_begins_with_a_key_frame (void)
{
  g_autoptr (EncoderSender) sender = encoder_sender_new ();
  const EncoderUnit key = make_unit (DVRIP_UNIT_I, 100);
  const EncoderUnit delta = make_unit (DVRIP_UNIT_P, 100);
  const EncoderUnit sound = make_unit (DVRIP_UNIT_AUDIO, 320);

  encoder_sender_start_media (sender, 1, 0);
  g_assert_false (encoder_sender_push_unit (sender, &delta, 0, 0));
  g_assert_false (encoder_sender_push_unit (sender, &sound, 0, 0));
  g_assert_true (encoder_sender_push_unit (sender, &key, 0, 0));
  g_assert_true (encoder_sender_push_unit (sender, &sound, 0, 0));
  g_assert_true (encoder_sender_push_unit (sender, &delta, 0, 0));
}

/* A reader that stands still for more than two seconds goes on with a whole unit, then a key frame,
 * and packets are numbered without a gap. */
static void
test_slow_reader (void)
{
  g_autoptr (EncoderSender) sender = encoder_sender_new ();
  const EncoderUnit key = make_unit (DVRIP_UNIT_I, 200000);
  const EncoderUnit delta = make_unit (DVRIP_UNIT_P, 20000);
  const EncoderUnit last = make_unit (DVRIP_UNIT_P, 33);
  guint32 sequence = 0;
  gsize at = 0;
  Pipe pipe;

  open_pipe (&pipe, 4608);
  encoder_sender_start_media (sender, 0xabcd1234, 3);
  g_assert_true (encoder_sender_push_unit (sender, &key, 7, 0));
  g_assert_cmpint (encoder_sender_flush (sender, pipe.socket), ==, ENCODER_SEND_BLOCKED);
  for (gint64 us = 0; us <= 2 * SECOND; us += SECOND / 25)
    g_assert_true (encoder_sender_push_unit (sender, &delta, 0, us));
  g_assert_false (encoder_sender_push_unit (sender, &delta, 0, 2 * SECOND + 1));
  g_assert_false (encoder_sender_push_unit (sender, &delta, 0, 3 * SECOND));
  g_assert_cmpuint (encoder_sender_get_media (sender), <, 201000);

  while (encoder_sender_flush (sender, pipe.socket) == ENCODER_SEND_BLOCKED)
    read_pipe (&pipe, 1 << 16);
  g_assert_false (encoder_sender_push_unit (sender, &delta, 0, 4 * SECOND));
  g_assert_true (encoder_sender_push_unit (sender, &key, 8, 4 * SECOND));
  g_assert_true (encoder_sender_push_unit (sender, &last, 0, 4 * SECOND));
  while (encoder_sender_flush (sender, pipe.socket) == ENCODER_SEND_BLOCKED)
    read_pipe (&pipe, 1 << 16);
  while (read_pipe (&pipe, 1 << 16))
    continue;

  at += check_unit (pipe.read->data + at, &key, 7, &sequence);
  at += check_unit (pipe.read->data + at, &key, 8, &sequence);
  at += check_unit (pipe.read->data + at, &last, 0, &sequence);
  g_assert_cmpuint (at, ==, pipe.read->len);
  close_pipe (&pipe);
}

static void
test_limit_of_bytes (void)
{
  g_autoptr (EncoderSender) sender = encoder_sender_new ();
  const EncoderUnit key = make_unit (DVRIP_UNIT_I, 1 << 20);
  const EncoderUnit delta = make_unit (DVRIP_UNIT_P, 1 << 20);
  guint taken = 0;

  encoder_sender_start_media (sender, 1, 0);
  g_assert_true (encoder_sender_push_unit (sender, &key, 0, 0));
  while (encoder_sender_push_unit (sender, &delta, 0, 0)) {
    g_assert_cmpuint (encoder_sender_get_media (sender), <=, 8 << 20);
    g_assert_cmpuint (++taken, <, 8);
  }
  g_assert_cmpuint (taken, ==, 6);
  g_assert_cmpuint (encoder_sender_get_media (sender), ==, 0);
}

static void
test_control_is_kept_and_bounded (void)
{
  g_autoptr (EncoderSender) sender = encoder_sender_new ();
  const EncoderUnit key = make_unit (DVRIP_UNIT_I, 50000);
  guint32 sequence = 0;
  gsize at, taken = 0;
  Pipe pipe;

  open_pipe (&pipe, 4608);
  encoder_sender_start_media (sender, 0xabcd1234, 3);
  g_assert_true (encoder_sender_push_unit (sender, &key, 5, 0));
  g_assert_cmpint (encoder_sender_flush (sender, pipe.socket), ==, ENCODER_SEND_BLOCKED);
  g_assert_true (encoder_sender_push_control (sender, g_bytes_new_static ("control", 7)));
  g_assert_true (encoder_sender_push_unit (sender, &key, 6, 0));
  encoder_sender_drop_media (sender);
  while (encoder_sender_flush (sender, pipe.socket) == ENCODER_SEND_BLOCKED)
    read_pipe (&pipe, 1 << 16);
  while (read_pipe (&pipe, 1 << 16))
    continue;

  at = check_unit (pipe.read->data, &key, 5, &sequence);
  g_assert_cmpmem (pipe.read->data + at, pipe.read->len - at, "control", 7);
  close_pipe (&pipe);

  while (encoder_sender_push_control (sender, g_bytes_new_static (bytes, 65536)))
    taken++;
  g_assert_cmpuint (taken, ==, 16);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 31 + (i >> 8));

  g_test_add_func ("/encoder/sender/packets", test_packets);
  g_test_add_func ("/encoder/sender/cut-writes", test_cut_writes);
  g_test_add_func ("/encoder/sender/begins-with-a-key-frame", test_begins_with_a_key_frame);
  g_test_add_func ("/encoder/sender/slow-reader", test_slow_reader);
  g_test_add_func ("/encoder/sender/limit-of-bytes", test_limit_of_bytes);
  g_test_add_func ("/encoder/sender/control-is-kept-and-bounded", test_control_is_kept_and_bounded);
  return g_test_run ();
}
