/* wall-help-text.c
 *
 * What the help says, topic by topic. The words on tiles and what to do about them come from where
 * tiles have them, so that the help knows each of them. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-help-text.h"

#include <glib/gi18n-lib.h>

#include "wall-badge.h"
#include "wall-reason-text.h"
#include "wall-status-text.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct {
  const char *title;
  const char *text;
} Topic;

static const Topic adding[] = {
  { N_("Add a device"),
    N_("Press Ctrl+N, or the button with the plus. Type the address of the recorder or camera: a name "
       "or an IP address, with a port where it is not the usual one, or a whole URL. Each step is "
       "shown as it happens; the one that fails says why, and what you can do. Of a recorder, choose "
       "the cameras that you want to see.") },
  { N_("Devices on the network"),
    N_("DVRIP devices that answer on the local network are listed by themselves. A device that is not "
       "in the list can be added by its address all the same.") },
  { N_("Cameras with a URL"),
    N_("Cameras that speak RTSP (rtsp:// or rtsps://), serve JPEG pictures (http:// or https://) or "
       "send video over plain TCP (tcp://) are added by their URL. It stands in the manual of the "
       "camera.") },
  { N_("Change or remove a camera"),
    N_("Click a tile with the right button, or press Shift+F10 on it: there you rename it, change its "
       "number, edit its device, switch it off, or remove it. Ctrl+Z takes any change back. Removing a "
       "camera never moves the others.") },
  { N_("The same wall on another computer"),
    N_("Export and import stand in the main menu. The file has devices, cameras, places and "
       "preferences, but no passwords. An import says what it will do before it does it.") },
};

static const Topic watching[] = {
  { N_("Enlarge a camera"),
    N_("Double-click it, press Enter on it, or type its number. Escape returns to all cameras. "
       "Enlarged, a camera shows its main stream.") },
  { N_("Look closer"),
    N_("Turn the wheel, pinch, or press + and -. Drag the picture to move in it. 0 shows the whole "
       "picture again.") },
  { N_("Layouts and pages"),
    N_("The main menu cuts the wall into tiles. More cameras than tiles make pages: Page Up and Page "
       "Down turn them.") },
  { N_("Arrange the wall"),
    N_("Drag a tile to another place, or press Ctrl+Shift and an arrow key on it. Who stands there "
       "takes its place, and nobody else moves.") },
  { N_("Save a picture"),
    N_("Ctrl+S saves the picture of the camera in full resolution, in the folder Watchwall among your "
       "pictures, or in the one you chose. Its name says camera, date and time.") },
  { N_("Full screen"),
    N_("F11. The header bar comes when the pointer is at the upper edge. The screen stays awake while "
       "cameras are watched.") },
  { N_("All keys"),
    N_("Ctrl+? lists them. Tab and the arrow keys go from tile to tile; everything can be done by "
       "keyboard.") },
};

static const Topic passwords[] = {
  { N_("Where passwords are kept"),
    N_("In the keyring of your desktop, and nowhere else: in no file, log or report. Where there is no "
       "keyring, or it stays locked, they are kept in memory until Watchwall is closed, and a message "
       "says so.") },
  { N_("A wrong password"),
    N_("Click the tile and enter another one. All cameras of the device follow. Watchwall never tries "
       "a refused password again by itself, because devices lock accounts.") },
  { N_("Certificates"),
    N_("The first certificate of a camera that gave a picture is trusted and kept. If another one is "
       "shown later, no password is sent until you have looked at both.") },
  { N_("A network of their own"),
    N_("DVRIP, RTSP and HTTP are not encrypted, and many devices have known flaws. Keep them on a "
       "network that others do not use.") },
};

static const Topic connections[] = {
  { N_("The list of connections"),
    N_("Ctrl+I shows for every camera its addresses, the state of the connection, round-trip time, "
       "what was sent again, the rates of pictures received, decoded and painted, and every attempt "
       "with its reason. Click the head of a column to sort by it.") },
  { N_("States of a connection"),
    N_("SYN_SENT: called, no answer yet. ESTABLISHED: connected. FIN_WAIT_1, FIN_WAIT_2 and TIME_WAIT: "
       "ended by this computer. CLOSE_WAIT and LAST_ACK: ended by the device.") },
  { N_("Report to somebody"),
    N_("The button in the list of connections copies a report about all cameras. It has no passwords "
       "in it. The command “watchwall --report” prints the same.") },
};

static const Topic encoder[] = {
  { N_("Try it without a camera"),
    N_("The command “watchwall-encoder --channels 4” plays a device with four cameras. Add it by the "
       "address 127.0.0.1, with the user admin and the password admin.") },
  { N_("Make a webcam a device"),
    N_("“watchwall-encoder --source /dev/video0” serves a webcam, and “--source rtsp://…” another "
       "camera, to every DVRIP client. Its manual page describes users, passwords, and keeping it "
       "running.") },
};

/* One of each word, with figures as they may be. */
static const WallCameraStatus words[] = {
  { .state = WALL_LINK_LIVE, .is_shown = TRUE },
  { .state = WALL_LINK_LATE, .picture_age_us = 14 * SECOND / 10 },
  { .state = WALL_LINK_STALLED, .picture_age_us = 4 * SECOND },
  { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_DAMAGED },
  { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_UNCHANGED,
    .unchanged_us = 40 * SECOND },
  { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_REDUCED, .fps = 0.5 },
  { .state = WALL_LINK_LIVE },
  { .state = WALL_LINK_IDLE },
  { .state = WALL_LINK_QUEUED },
  { .state = WALL_LINK_CONNECTING },
  { .state = WALL_LINK_SIGNING_IN },
  { .state = WALL_LINK_SIGNING_IN, .is_anonymous = TRUE },
  { .state = WALL_LINK_WAITING_PICTURE },
  { .state = WALL_LINK_WAITING_RETRY, .retry_in_us = 8 * SECOND },
  { .state = WALL_LINK_CLOSING },
  { .state = WALL_LINK_OFF },
};

static void
visit_topics (const char      *group,
              const Topic     *topics,
              guint            n_topics,
              WallHelpVisitor  visitor,
              gpointer         user_data)
{
  for (guint i = 0; i < n_topics; i++)
    visitor (group, _(topics[i].title), _(topics[i].text), NULL, user_data);
}

static void
visit_words (WallHelpVisitor visitor,
             gpointer        user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *title = wall_badge_text (&words[i]);
    gboolean is_lost = words[i].state == WALL_LINK_WAITING_RETRY
                       || words[i].state == WALL_LINK_CLOSING;
    g_autofree char *text = is_lost
                              ? g_strdup (_("The connection is lost; why, is said beside it. Click "
                                            "the tile to try again now."))
                              : wall_status_sentence (&words[i]);

    visitor (_("What a tile says"), title, text, wall_badge_icon_name (&words[i]), user_data);
  }
}

/* The first of the reasons is that there is none. */
static void
visit_reasons (WallHelpVisitor visitor,
               gpointer        user_data)
{
  for (guint reason = WALL_REASON_NONE + 1; reason < WALL_N_REASONS; reason++) {
    WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION, .reason = reason };
    g_autofree char *title = wall_reason_dup_title (reason, NULL);
    g_autofree char *text = wall_reason_dup_sentence (reason, NULL);

    visitor (_("Why a camera is not live"), title, text, wall_badge_icon_name (&status), user_data);
  }
}

/**
 * wall_help_text_visit:
 * @visitor: called for every topic, in the order in which they are read; what it is given is
 *   translated, and good during the call
 */
void
wall_help_text_visit (WallHelpVisitor visitor,
                      gpointer        user_data)
{
  visit_topics (_("Adding cameras"), adding, G_N_ELEMENTS (adding), visitor, user_data);
  visit_words (visitor, user_data);
  visit_reasons (visitor, user_data);
  visit_topics (_("Watching"), watching, G_N_ELEMENTS (watching), visitor, user_data);
  visit_topics (_("Passwords and safety"), passwords, G_N_ELEMENTS (passwords), visitor, user_data);
  visit_topics (_("Connections"), connections, G_N_ELEMENTS (connections), visitor, user_data);
  visit_topics (_("The encoder"), encoder, G_N_ELEMENTS (encoder), visitor, user_data);
}
