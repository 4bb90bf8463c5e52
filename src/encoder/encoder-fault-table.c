/* encoder-fault-table.c
 *
 * The table of all faults, in the order of the enumeration, and sets of them.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-fault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define A_DAY (24 * 60 * 60)

G_STATIC_ASSERT (ENCODER_N_FAULTS <= 64);

static const EncoderFaultInfo faults[ENCODER_N_FAULTS] = {
  [ENCODER_FAULT_NONE] = {
    "none", .words = N_("Nothing is wrong (any more)."),
    .client = N_("Plays, and is live again within seconds of the fault’s end."),
  },
  [ENCODER_FAULT_REFUSE] = {
    "refuse", .words = N_("The port is closed; of one channel among several, the claim is refused "
                          "with 103."),
    .client = N_("Says “refused” (“rejected”) within a second, and tries again with a growing "
                 "pause."),
  },
  [ENCODER_FAULT_ACCEPT_CLOSE] = {
    "accept-close", .words = N_("Connections are accepted and closed at once; of one channel, on "
                                "its claim."),
    .client = N_("Says “closed by the device”, and tries again with a growing pause, at most 14 "
                 "times in the first minute."),
  },
  [ENCODER_FAULT_LIMIT] = {
    "limit", "CONNECTIONS", 0, 0, 1024,
    .words = N_("Beyond so many connections, further ones are accepted and closed at once."),
    .client = N_("Keeps at most one connection for control and one for each stream, and lets the "
                 "others play on."),
  },
  [ENCODER_FAULT_BANNER] = {
    "banner", .words = N_("Whatever is asked, the answer is one of an HTTP server."),
    .client = N_("Says that this is no DVRIP device, within a second, having read 64 KiB at most."),
  },
  [ENCODER_FAULT_SILENT] = {
    "silent", .words = N_("Nothing is answered; of one channel, the claim is not. Media that flows "
                          "goes on."),
    .client = N_("Gives up the login after 5 seconds; a live picture stays live."),
  },
  [ENCODER_FAULT_RESET] = {
    "reset", .is_once = TRUE, .words = N_("What is connected is ended by a TCP reset."),
    .client = N_("Says so within half a second, and connects again after a short pause."),
  },
  [ENCODER_FAULT_CLOSE] = {
    "close", .is_once = TRUE, .words = N_("What is connected is closed in order."),
    .client = N_("Answers with a close of its own, says so within half a second, and connects "
                 "again after a short pause."),
  },
  [ENCODER_FAULT_NEVER_CLOSE] = {
    "never-close", .words = N_("The client’s close is not answered."),
    .client = N_("Is done with it within 0.8 seconds, and leaves no connection half closed."),
  },
  [ENCODER_FAULT_WRONG_PASSWORD] = {
    "wrong-password", .words = N_("Logins, or claims of the channel, are answered with 203."),
    .client = N_("Says that the password is wrong, and does not try again by itself."),
  },
  [ENCODER_FAULT_LOCKED_OUT] = {
    "locked-out", .words = N_("Logins, or claims of the channel, are answered with 205."),
    .client = N_("Says that the user is locked out, and tries again after half an hour, once for "
                 "the whole device."),
  },
  [ENCODER_FAULT_RET] = {
    "ret", "CODE", 999, 101, 9999,
    .words = N_("Logins, or claims of the channel, are answered with this return code."),
    .client = N_("Says what the code means; one that it does not know is a refusal."),
  },
  [ENCODER_FAULT_NO_RET] = {
    "no-ret", .words = N_("The answer to logins, or to claims of the channel, has no return code."),
    .client = N_("Takes it for a refusal of the login; a claim may still bring a picture."),
  },
  [ENCODER_FAULT_OFFLINE] = {
    "offline", .words = N_("Claims of the channel are answered with 121: its camera is away."),
    .client = N_("Says that the channel is offline, and tries again with a growing pause."),
  },
  [ENCODER_FAULT_NO_SUB] = {
    "no-sub", .words = N_("There is no sub stream, neither Extra1 nor Extra."),
    .client = N_("Tries both names, then says that it was rejected; the main stream plays."),
  },
  [ENCODER_FAULT_NO_KEEPALIVE] = {
    "no-keepalive", .words = N_("Keepalives are not answered; media flows."),
    .client = N_("Stays live, and does not connect again."),
  },
  [ENCODER_FAULT_HUGE_JSON] = {
    "huge-json", .words = N_("The answer to logins, or to claims of the channel, is 1 MiB of JSON "
                             "and a byte."),
    .client = N_("Closes within 50 milliseconds, says that the data are bad, and took no memory "
                 "for it."),
  },
  [ENCODER_FAULT_DEEP_JSON] = {
    "deep-json",
    .words = N_("The answer to logins, or to claims, has 10000 brackets within each other."),
    .client = N_("Says that the data are bad; a claim may still bring a picture."),
  },
  [ENCODER_FAULT_BAD_UTF8] = {
    "bad-utf8",
    .words = N_("The answer to logins, or to claims, has bytes in a name that are no UTF-8."),
    .client = N_("Replaces them, and plays."),
  },
  [ENCODER_FAULT_NUL_JSON] = {
    "nul-json", .words = N_("The answer to logins, or to claims, has a NUL in its middle."),
    .client = N_("Reads up to it, and says that the data are bad; a claim may still bring a "
                 "picture."),
  },
  [ENCODER_FAULT_STALL] = {
    "stall", .words = N_("Media stops, while keepalives are answered. It goes on with a key "
                         "frame."),
    .client = N_("Is not live after 3 seconds, and connects again after 6; a gap of 2.5 seconds "
                 "costs no connection."),
  },
  [ENCODER_FAULT_FREEZE] = {
    "freeze", .words = N_("The same picture again and again, to the bit."),
    .client = N_("Says within 10 seconds that the picture is unchanged."),
  },
  [ENCODER_FAULT_SLOW] = {
    "slow", "RATE", 0.5, 0.01, 25,
    .words = N_("Only key frames, and at most so many a second."),
    .client = N_("Says within 3 seconds that the picture is late, and stays connected."),
  },
  [ENCODER_FAULT_DRIP] = {
    "drip", "MILLISECONDS", 1000, 10, 60000,
    .words = N_("Of one unit, a byte each time that passes."),
    .client = N_("Gives up 5 seconds after the unit’s first byte."),
  },
  [ENCODER_FAULT_CUT] = {
    "cut", .is_once = TRUE, .words = N_("The next unit ends in its middle, with a close in order."),
    .client = N_("Says so within half a second; no part of the unit reaches a decoder."),
  },
  [ENCODER_FAULT_CUT_RESET] = {
    "cut-reset", .is_once = TRUE, .words = N_("The next unit ends in its middle, with a TCP "
                                              "reset."),
    .client = N_("Says so within half a second; no part of the unit reaches a decoder."),
  },
  [ENCODER_FAULT_DROP] = {
    "drop", "PERCENT", 10, 1, 100, .words = N_("This share of the units is missing."),
    .client = N_("Says within 2 seconds that the picture is damaged, where pictures are numbered "
                 "(H.264, H.265); clean one key frame after the end."),
  },
  [ENCODER_FAULT_LOSE] = {
    "lose", "PERCENT", 2, 1, 100, .words = N_("This share of the media packets is missing."),
    .client = N_("Finds the next key frame, and plays on."),
  },
  [ENCODER_FAULT_GARBAGE] = {
    "garbage", "PERCENT", 10, 1, 100,
    .words = N_("This share of the units has noise where a picture should be."),
    .client = N_("Says within 2 seconds that the picture is damaged; clean one key frame after the "
                 "end."),
  },
  [ENCODER_FAULT_FLIP] = {
    "flip", "PERCENT", 10, 1, 100,
    .words = N_("In this share of the units some bits are turned, anywhere."),
    .client = N_("Does not crash, and plays on."),
  },
  [ENCODER_FAULT_FLIP_SPS] = {
    "flip-sps", .words = N_("In all parameter sets of the sequence some bits are turned."),
    .client = N_("Does not crash, and takes no size beyond 8192×4320."),
  },
  [ENCODER_FAULT_HUGE_SPS] = {
    "huge-sps", .words = N_("The parameter sets say that pictures are 16384×16384."),
    .client = N_("Refuses it before memory is taken."),
  },
  [ENCODER_FAULT_PACKET_LENGTH] = {
    "packet-length", "BYTES", G_MAXUINT32, 0, G_MAXUINT32,
    .words = N_("The fourth unit’s packet claims this length."),
    .client = N_("Closes within 100 milliseconds and says that the data are bad, without taking "
                 "the memory."),
  },
  [ENCODER_FAULT_UNIT_LENGTH] = {
    "unit-length", "BYTES", G_MAXUINT32, 0, G_MAXUINT32,
    .words = N_("The fourth unit claims this length."),
    .client = N_("Beyond 8 MiB says that the data are bad; below, finds the next key frame and "
                 "plays on."),
  },
  [ENCODER_FAULT_STARVE] = {
    "starve", "BYTES", 4 << 20, 2, G_MAXUINT32,
    .words = N_("The fourth unit’s packet claims this length, and one byte comes."),
    .client = N_("Takes at most 128 KiB for it, and gives up after 5 seconds."),
  },
  [ENCODER_FAULT_STARVE_UNIT] = {
    "starve-unit", "BYTES", 4 << 20, 2, G_MAXUINT32,
    .words = N_("The fourth unit claims this length, and one byte comes."),
    .client = N_("Takes at most 128 KiB for it, and gives up after 5 seconds."),
  },
  [ENCODER_FAULT_SIZE_CHANGE] = {
    "size-change", "PICTURES", 25, 1, 10000,
    .words = N_("Every so many pictures main and sub stream change places."),
    .client = N_("Shows the new size within a second."),
  },
  [ENCODER_FAULT_CODEC_CHANGE] = {
    "codec-change", "PICTURES", 25, 1, 10000,
    .words = N_("Every so many pictures H.264 and H.265 change places."),
    .client = N_("Shows the picture within a second, if it has a decoder."),
  },
  [ENCODER_FAULT_CLOCK_JUMP] = {
    "clock-jump", "SECONDS", A_DAY, -10.0 * 366 * A_DAY, 10.0 * 366 * A_DAY,
    .words = N_("The clock of the device is wrong by this much at every second key frame."),
    .client = N_("Does not care: no time stamp of a device decides anything."),
  },
  [ENCODER_FAULT_WRAP] = {
    "wrap", .words = N_("Streams that start begin to count shortly before 2³²."),
    .client = N_("Loses no picture."),
  },
};

/**
 * encoder_fault_get_info:
 *
 * Returns: (transfer none): the row of the table
 */
const EncoderFaultInfo *
encoder_fault_get_info (EncoderFault fault)
{
  g_return_val_if_fail (fault >= 0 && fault < ENCODER_N_FAULTS, NULL);

  return &faults[fault];
}

/**
 * encoder_fault_to_nick:
 *
 * Returns: (transfer none): the word for a fault in commands
 */
const char *
encoder_fault_to_nick (EncoderFault fault)
{
  return encoder_fault_get_info (fault)->nick;
}

/**
 * encoder_fault_from_nick:
 * @out_fault: (out): the fault
 *
 * Returns: whether there is such a fault
 */
gboolean
encoder_fault_from_nick (const char   *nick,
                         EncoderFault *out_fault)
{
  for (guint i = 0; i < ENCODER_N_FAULTS; i++) {
    if (strcmp (faults[i].nick, nick) == 0) {
      *out_fault = (EncoderFault) i;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * encoder_fault_set_add:
 * @value: its number, ignored by faults that have none
 *
 * Puts a fault into the set, or gives it another number.
 */
void
encoder_fault_set_add (EncoderFaultSet *self,
                       EncoderFault     fault,
                       double           value)
{
  if (fault == ENCODER_FAULT_NONE)
    return;

  self->bits |= G_GUINT64_CONSTANT (1) << fault;
  self->values[fault] = value;
}

void
encoder_fault_set_remove (EncoderFaultSet *self,
                          EncoderFault     fault)
{
  self->bits &= ~(G_GUINT64_CONSTANT (1) << fault);
}

gboolean
encoder_fault_set_has (const EncoderFaultSet *self,
                       EncoderFault           fault)
{
  return (self->bits >> fault) & 1;
}
