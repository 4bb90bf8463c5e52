/* wall-device-inquiry.c
 *
 * What is being found out of a device, and decided about it: the probe under way, the channels that
 * it found or that are on the wall already, and at last one change of the store. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-inquiry.h"

#include "wall-channel-entry.h"
#include "wall-channel-numbers.h"
#include "wall-device-address.h"
#include "wall-device-channels.h"
#include "wall-device-decision.h"
#include "wall-device-login.h"
#include "wall-device-trust.h"
#include "wall-known-password.h"

struct _WallDeviceInquiry {
  GObject parent_instance;

  WallDeviceStore   *store;
  char              *device_id;     /* (nullable): what is edited */
  WallKnownPassword *known;         /* of what is on the wall */
  WallProbe         *probe;         /* (nullable): the last one */
  gboolean           is_probing;
  gboolean           is_found;      /* the channels of @probe are known */
  GListStore        *entries;       /* of WallChannelEntry */
  char              *added;         /* (nullable): the first camera that came of it */
};

enum {
  STEP,
  FAILED,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WallDeviceInquiry, wall_device_inquiry, G_TYPE_OBJECT)

static void
dispose (GObject *object)
{
  WallDeviceInquiry *self = WALL_DEVICE_INQUIRY (object);

  wall_device_inquiry_end (self);
  if (self->known)
    g_object_run_dispose (G_OBJECT (self->known));

  G_OBJECT_CLASS (wall_device_inquiry_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  WallDeviceInquiry *self = WALL_DEVICE_INQUIRY (object);

  g_clear_object (&self->known);
  g_clear_object (&self->store);
  g_clear_object (&self->entries);
  g_free (self->device_id);
  g_free (self->added);

  G_OBJECT_CLASS (wall_device_inquiry_parent_class)->finalize (object);
}

static void
wall_device_inquiry_class_init (WallDeviceInquiryClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;

  signals[STEP] = g_signal_new ("step", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
wall_device_inquiry_init (WallDeviceInquiry *self)
{
}

/* (nullable): the device that is on the wall already, or is edited. */
static WallDevice *
find_device (WallDeviceInquiry *self,
             const char        *uri,
             const char        *user)
{
  if (self->device_id)
    return wall_device_store_find (self->store, self->device_id);

  return uri ? wall_device_store_find_same (self->store, uri, user) : NULL;
}

static char *
dup_id (WallDevice *device)
{
  char *id = NULL;

  if (device)
    g_object_get (device, "id", &id, NULL);

  return id;
}

/* What of the device is on the wall already: to be edited, or to be seen only. */
static void
list_cameras (WallDeviceInquiry *self,
              WallDevice        *device)
{
  g_autofree char *id = dup_id (device);

  g_clear_object (&self->entries);
  self->entries = wall_device_decision_list_cameras (self->store, id, self->device_id == NULL);
}

static void
take_channels (WallDeviceInquiry *self)
{
  g_autofree char *path = NULL;
  g_autofree char *uri = wall_device_address_split (wall_probe_get_uri (self->probe), &path);

  if (uri == NULL)
    return;

  if (self->device_id == NULL)
    list_cameras (self, find_device (self, uri, wall_probe_get_user (self->probe)));
  self->is_found = TRUE;
  wall_device_channels_add (self->entries, self->probe, path, self->device_id == NULL);
  wall_channel_numbers_fill (G_LIST_MODEL (self->entries),
                             wall_device_inquiry_get_cameras (self));
}

static void
on_step (WallDeviceInquiry *self,
         WallProbeStep      step,
         gboolean           is_done)
{
  if (step == WALL_PROBE_CHANNELS && is_done)
    take_channels (self);
  g_signal_emit (self, signals[STEP], 0, step, is_done);
}

static void
on_failed (WallDeviceInquiry *self,
           WallReason         reason,
           const char        *sentence)
{
  self->is_probing = FALSE;
  wall_device_channels_expect_nothing (G_LIST_MODEL (self->entries));
  g_signal_emit (self, signals[FAILED], 0, reason, sentence);
}

static void
on_done (WallDeviceInquiry *self)
{
  self->is_probing = FALSE;
  g_signal_emit (self, signals[DONE], 0);
}

/* (nullable): neither was one typed, nor is that of what is edited known. */
static const char *
get_password (WallDeviceInquiry     *self,
              const WallDeviceInput *input)
{
  return *input->password != '\0' ? input->password : wall_known_password_get (self->known);
}

/* The one that it was found out with may have been known, or stood in the address. */
static const char *
get_kept_password (WallDeviceInquiry     *self,
                   const WallDeviceInput *input)
{
  const char *password = get_password (self, input);
  const char *tried = self->is_found ? wall_probe_get_password (self->probe) : NULL;

  return password ? password : tried;
}

/* Of a device without channels a stream is asked for that is on the wall. */
static char *
dup_probe_address (WallDeviceInquiry     *self,
                   const WallDeviceInput *input)
{
  g_autoptr (WallChannelEntry) entry = NULL;

  if (self->device_id)
    entry = g_list_model_get_item (G_LIST_MODEL (self->entries), 0);

  return wall_device_address_add_path (input->address,
                                       entry ? wall_channel_entry_get_path (entry) : NULL);
}

static const char *
get_certificate (WallDeviceInquiry *self)
{
  WallDevice *device = find_device (self, NULL, NULL);
  const char *seen = self->is_found ? wall_probe_get_certificate (self->probe) : NULL;

  return seen ? seen : device ? wall_device_get_certificate (device) : NULL;
}

static char *
dup_kept_uri (WallDeviceInquiry      *self,
              const WallDeviceInput  *input,
              GError                **error)
{
  WallDevice *device = find_device (self, NULL, NULL);
  g_autofree char *whole = NULL;
  g_autofree char *path = NULL;

  if (self->is_found)
    whole = g_strdup (wall_probe_get_uri (self->probe));
  else if (device)
    whole = wall_device_address_complete (input->address, wall_device_get_scheme (device)->name,
                                          error);

  return whole ? wall_device_address_split (whole, &path) : NULL;
}

/**
 * wall_device_inquiry_new:
 * @store: (transfer none): what will be changed
 * @device_id: (nullable): a device of @store that is edited
 *
 * Returns: (transfer full): an inquiry that nothing is known of yet but what is on the wall
 */
WallDeviceInquiry *
wall_device_inquiry_new (WallDeviceStore *store,
                         const char      *device_id)
{
  WallDeviceInquiry *self = g_object_new (WALL_TYPE_DEVICE_INQUIRY, NULL);
  WallDevice *device;

  self->store = g_object_ref (store);
  self->device_id = g_strdup (device_id);
  device = find_device (self, NULL, NULL);
  list_cameras (self, device);
  self->known = wall_known_password_new (store, device);

  return self;
}

/**
 * wall_device_inquiry_is_edit:
 *
 * Returns: whether it is about a device that is there, and is to be changed
 */
gboolean
wall_device_inquiry_is_edit (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), FALSE);

  return self->device_id != NULL;
}

/**
 * wall_device_inquiry_dup_uri:
 *
 * Returns: (transfer full) (nullable): of the device that is edited
 */
char *
wall_device_inquiry_dup_uri (WallDeviceInquiry *self)
{
  WallDevice *device = find_device (self, NULL, NULL);
  char *uri = NULL;

  if (device)
    g_object_get (device, "uri", &uri, NULL);

  return uri;
}

/**
 * wall_device_inquiry_get_user:
 *
 * Returns: (transfer none) (nullable): of the device that is edited
 */
const char *
wall_device_inquiry_get_user (WallDeviceInquiry *self)
{
  WallDevice *device = find_device (self, NULL, NULL);

  return device ? wall_device_get_user (device) : NULL;
}

/**
 * wall_device_inquiry_begin:
 * @input: what was typed; it is copied
 *
 * Begins to find out, and ends what was under way.
 */
void
wall_device_inquiry_begin (WallDeviceInquiry     *self,
                           const WallDeviceInput *input)
{
  WallDevice *known = wall_device_trust_find (self->store, self->device_id, input);
  g_autofree char *address = NULL;
  WallProbeRequest request;

  g_return_if_fail (WALL_IS_DEVICE_INQUIRY (self));

  wall_device_inquiry_end (self);
  address = dup_probe_address (self, input);
  request = (WallProbeRequest) {
    .text = address, .kind = input->kind, .user = input->user,
    .password = get_password (self, input), .is_user_kept = self->device_id != NULL,
    .recall = wall_known_password_recall, .recall_data = self->known,
    .certificate = known ? wall_device_get_certificate (known) : NULL,
  };
  self->probe = wall_probe_new (&request);
  g_signal_connect_swapped (self->probe, "step", G_CALLBACK (on_step), self);
  g_signal_connect_swapped (self->probe, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->probe, "done", G_CALLBACK (on_done), self);
  self->is_probing = TRUE;
  wall_probe_start (self->probe);
}

/**
 * wall_device_inquiry_end:
 *
 * Ends the attempt at once: no signal comes of it any more, and what it found is not believed.
 */
void
wall_device_inquiry_end (WallDeviceInquiry *self)
{
  g_return_if_fail (WALL_IS_DEVICE_INQUIRY (self));

  if (self->probe) {
    g_signal_handlers_disconnect_by_data (self->probe, self);
    wall_probe_cancel (self->probe);
  }
  g_clear_object (&self->probe);
  self->is_probing = self->is_found = FALSE;
  if (self->entries)
    wall_device_channels_expect_nothing (G_LIST_MODEL (self->entries));
}

gboolean
wall_device_inquiry_is_probing (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), FALSE);

  return self->is_probing;
}

gboolean
wall_device_inquiry_is_found (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), FALSE);

  return self->is_found;
}

/**
 * wall_device_inquiry_get_probe:
 *
 * Returns: (transfer none) (nullable): the last one, unless it was ended
 */
WallProbe *
wall_device_inquiry_get_probe (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), NULL);

  return self->probe;
}

/**
 * wall_device_inquiry_get_entries:
 *
 * Returns: (transfer none): of WallChannelEntry; another model after each attempt
 */
GListModel *
wall_device_inquiry_get_entries (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), NULL);

  return G_LIST_MODEL (self->entries);
}

GListModel *
wall_device_inquiry_get_cameras (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), NULL);

  return wall_device_store_get_cameras (self->store);
}

/**
 * wall_device_inquiry_trust:
 * @input: what stood there when the last attempt began
 *
 * Returns: whether the certificate that the device showed then is trusted now, and no other
 */
gboolean
wall_device_inquiry_trust (WallDeviceInquiry     *self,
                           const WallDeviceInput *input)
{
  WallDevice *known = wall_device_trust_find (self->store, self->device_id, input);
  const char *shown = self->probe ? wall_probe_get_certificate (self->probe) : NULL;

  return known && shown && wall_device_trust_accept (self->store, known, shown);
}

/**
 * wall_device_inquiry_keep:
 * @input: what stands there now
 * @error: return location for an error of the address, for people
 *
 * Puts on the wall what was decided, and keeps the password. What the store refuses it says itself
 * ("trouble").
 *
 * Returns: whether it was done
 */
gboolean
wall_device_inquiry_keep (WallDeviceInquiry      *self,
                          const WallDeviceInput  *input,
                          GError                **error)
{
  const char *user = *input->user ? input->user : NULL;
  const char *password = get_kept_password (self, input);
  g_autofree char *uri = NULL;
  g_autofree char *device_id = NULL;
  g_autofree char *id = NULL;
  WallDeviceDecision decision;

  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), FALSE);

  uri = dup_kept_uri (self, input, error);
  if (uri == NULL)
    return FALSE;

  device_id = dup_id (find_device (self, uri, user));
  decision = (WallDeviceDecision) {
    .device_id = device_id, .uri = uri, .user = user, .certificate = get_certificate (self),
    .entries = G_LIST_MODEL (self->entries),
  };
  g_clear_pointer (&self->added, g_free);
  id = wall_device_decision_apply (&decision, self->store, &self->added);
  if (id == NULL)
    return FALSE;

  if (password && (self->device_id == NULL || *password))
    wall_device_login_keep (self->store, id, password);

  return TRUE;
}

/**
 * wall_device_inquiry_get_added:
 *
 * Returns: (transfer none) (nullable): the first camera that wall_device_inquiry_keep() put on the wall
 */
const char *
wall_device_inquiry_get_added (WallDeviceInquiry *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_INQUIRY (self), NULL);

  return self->added;
}
