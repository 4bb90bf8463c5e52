/* wall-reason-text.c
 *
 * A WallReason in words: a few of them for a badge, and whole sentences for a tooltip: what is
 * wrong, and what a person can do about it.
 * Callable from any thread, once GStreamer is initialised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-reason-text.h"

#include <glib/gi18n-lib.h>

#include "wall-player.h"
#include "wall-sandbox.h"

/* Every reason has a row, which tests/widgets/test-status-text.c holds it to. @title stands alone on
 * a badge that needs a person; where it is missing, @words will do. */
static const struct {
  WallReason  reason;
  const char *words;
  const char *title;
  const char *sentence;
} texts[] = {
  { WALL_REASON_NONE, N_("unknown reason"), N_("Needs attention"),
    N_("The device gave no reason.") },
  { WALL_REASON_REFUSED, N_("refused"), N_("Connection refused"),
    N_("The device refuses the connection: nothing listens on its port. "
       "Check the port number, and whether the device is still starting.") },
  { WALL_REASON_NO_ROUTE, N_("no route"), N_("No route to the device"),
    N_("The network does not reach the device. Check the cable, the switch and the address.") },
  { WALL_REASON_TIMED_OUT, N_("timed out"), N_("Timed out"),
    N_("The device did not answer in time. Check that it has power, that the address is right, "
       "and that no firewall is in between.") },
  { WALL_REASON_NAME_NOT_FOUND, N_("name not found"), N_("Name not found"),
    N_("The device’s name could not be found. Check the spelling, or enter its IP address.") },
  { WALL_REASON_RESET, N_("reset by device"), N_("Reset by device"),
    N_("The device broke the connection off. It may have been restarted, "
       "or have too many viewers.") },
  { WALL_REASON_CLOSED_BY_DEVICE, N_("closed by device"), N_("Closed by device"),
    N_("The device ended the connection. It may have been restarted, "
       "or somebody else took its place.") },
  { WALL_REASON_NOT_DVRIP, N_("not a DVRIP device"), N_("Not a DVRIP device"),
    N_("Something answers at this address, but it does not speak DVRIP. "
       "Check the port: it is 34567 on most devices.") },
  { WALL_REASON_WRONG_PASSWORD, N_("wrong password"), N_("Wrong password"),
    N_("The device does not accept this user and password. Click the tile to enter another one. It is "
       "not tried again by itself, so that the account is not locked.") },
  { WALL_REASON_PASSWORD_NEEDED, N_("password needed"), N_("Password needed"),
    N_("This device asks for a password, and none is known. Click the tile to enter it.") },
  { WALL_REASON_LOCKED_OUT, N_("locked out"), N_("Locked out"),
    N_("The device locked this user out after too many wrong passwords. Wait, or restart the "
       "device, and check the password meanwhile.") },
  { WALL_REASON_NO_PERMISSION, N_("no permission"), N_("No permission"),
    N_("This user may not watch this camera. Give the user the right to live view on the "
       "device, then click the tile.") },
  { WALL_REASON_NO_SUCH_CHANNEL, N_("no such channel"), N_("No such channel"),
    N_("The device has no channel of this number. Channels count from 1.") },
  { WALL_REASON_CHANNEL_OFFLINE, N_("camera offline"), N_("Camera offline"),
    N_("The recorder answers, but the camera behind this channel is away. "
       "Check the camera’s cable and power.") },
  { WALL_REASON_TOO_MANY, N_("too many connections"), N_("Too many connections"),
    N_("The device serves as many viewers as it can. Close another viewer of it.") },
  { WALL_REASON_REJECTED, N_("rejected"), N_("Rejected by device"),
    N_("The device rejects the request with an answer that is not known here.") },
  { WALL_REASON_SILENT, N_("silent"), N_("Device is silent"),
    N_("The device is connected but sends nothing. It may have hung: restart it if this lasts.") },
  { WALL_REASON_BAD_DATA, N_("bad data"), N_("Bad data"),
    N_("The device sent data outside the protocol. The connection was ended to be safe.") },
  { WALL_REASON_NO_PICTURE, N_("no picture"), N_("No picture"),
    N_("Video arrives, but no picture could be made of it. Check the encoding set on the device.") },
  { WALL_REASON_NO_DECODER, N_("no decoder"), N_("No decoder"),
    N_("This computer cannot decode the camera’s video. On Debian install the package "
       "gstreamer1.0-libav, then start Watchwall again; or choose H.264 on the device.") },
  { WALL_REASON_UNSUPPORTED, N_("unsupported format"), N_("Unsupported format"),
    N_("The camera sends no kind of picture that can be shown here, and nothing that could be "
       "installed would change that. Choose H.264 or H.265, with 8 bits and 4:2:0, on the "
       "device.") },
  { WALL_REASON_WRONG_SERVICE, N_("other service"), N_("Not a video service"),
    N_("Something answers at this address, but it does not speak the protocol of the camera’s URL. "
       "Check the port, and how the URL begins.") },
  { WALL_REASON_NO_SUCH_STREAM, N_("no such stream"), N_("No such stream"),
    N_("The camera answers, but it has no stream of this path. "
       "Check the end of the camera’s URL.") },
  { WALL_REASON_TLS_FAILED, N_("no secure connection"), N_("No secure connection"),
    N_("No secure connection could be agreed on with the camera. "
       "Check the port, and the camera’s date and TLS settings.") },
  { WALL_REASON_CERTIFICATE_CHANGED, N_("certificate changed"), N_("Certificate changed"),
    N_("The camera shows another certificate than the one that was trusted first, so no password "
       "was sent. If the camera was reset or replaced, click the tile: the dialog shows both, and "
       "there you can trust the new one. If it was not, somebody may be in between.") },
  { WALL_REASON_BAD_ADDRESS, N_("wrong address"), N_("Wrong address"),
    N_("The camera’s address cannot be understood. Correct it in the device file.") },
  { WALL_REASON_LOCAL, N_("this computer’s limits"), N_("Computer at its limit"),
    N_("This computer ran out of memory, files or ports. Close other programs.") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (texts) == WALL_N_REASONS);

/* A number from elsewhere must not read beyond the table. */
static guint
find_row (WallReason reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (texts[i].reason == reason)
      return i;
  }

  return 0;
}

/**
 * wall_reason_get_words:
 * @reason: a reason
 *
 * A few words in lower case that can follow others, as in "Retry in 8 s – refused".
 *
 * Returns: (transfer none): translated, never empty
 */
const char *
wall_reason_get_words (WallReason reason)
{
  return _(texts[find_row (reason)].words);
}

/**
 * wall_reason_dup_title:
 * @reason: a reason
 * @codec: (nullable): as a person calls it, such as "H.265"
 *
 * The words that stand alone on the badge of a camera that needs a person.
 *
 * Returns: (transfer full): translated, never empty
 */
char *
wall_reason_dup_title (WallReason  reason,
                       const char *codec)
{
  if (reason == WALL_REASON_NO_DECODER && codec && *codec)
    return g_strdup_printf (_("No %s decoder"), codec);

  return g_strdup (_(texts[find_row (reason)].title));
}

/* What is missing may have been installed since: then the usual one it was. */
static const char *
get_package (const char *codec)
{
  const char *missing = wall_player_get_missing_package (codec);

  return *missing ? missing : "gstreamer1.0-libav";
}

static char *
dup_no_decoder (const char *codec)
{
  if (wall_sandbox_is_flatpak ())
    return g_strdup_printf (_("This Flatpak cannot decode %s video: its runtime lacks the extension "
                              "%s. “flatpak update” installs it; then start Watchwall again. Or "
                              "choose another encoding on the device."),
                            codec, WALL_SANDBOX_CODECS);

  return g_strdup_printf (_("This computer cannot decode %s video. On Debian install the package "
                            "%s, then start Watchwall again; or choose another encoding on the "
                            "device."),
                          codec, get_package (codec));
}

/**
 * wall_reason_dup_sentence:
 * @reason: a reason
 * @codec: (nullable): as a person calls it, such as "H.265"
 *
 * What is wrong, and what can be done about it.
 *
 * Returns: (transfer full): translated, never empty
 */
char *
wall_reason_dup_sentence (WallReason  reason,
                          const char *codec)
{
  if (reason == WALL_REASON_NO_DECODER && codec && *codec)
    return dup_no_decoder (codec);

  return g_strdup (_(texts[find_row (reason)].sentence));
}
