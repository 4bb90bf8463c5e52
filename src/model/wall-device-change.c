/* wall-device-change.c
 *
 * Changes the devices and cameras of a store, a step at a time, takes steps back, and does
 * them again. Main thread.
 *
 * A change is one of the file's text: it is made in a draft, read as the file is read, and only then
 * taken over and written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wall-device-file.h"
#include "wall-device-store-private.h"
#include "wall-text-merge.h"

/* More than anybody takes back. */
#define MAX_STEPS 100

typedef struct {
  guint id;
  char *before;
  char *after;
  gboolean is_undone;
} Step;

static void
free_step (gpointer data)
{
  Step *step = data;

  g_free (step->before);
  g_free (step->after);
  g_free (step);
}

static guint
add_step (WallDeviceStore *self,
          const char      *before,
          const char      *after)
{
  Step *step = g_new0 (Step, 1);

  step->id = ++self->last_step;
  step->before = g_strdup (before);
  step->after = g_strdup (after);
  g_queue_push_tail (&self->steps, step);
  if (self->steps.length > MAX_STEPS)
    free_step (g_queue_pop_head (&self->steps));

  return step->id;
}

static Step *
find_step (WallDeviceStore *self,
           guint            id)
{
  for (GList *l = self->steps.head; l != NULL; l = l->next) {
    Step *step = l->data;

    if (step->id == id)
      return step;
  }

  return NULL;
}

/* A file that Watchwall makes says what it is. */
static char *
dup_start (void)
{
  return g_strdup_printf ("# %s\n\n[" WALL_DEVICE_FILE_GROUP "]\nversion=%d\n",
                          _("The devices and cameras of Watchwall. Changes are taken up while it runs."),
                          WALL_DEVICE_FILE_VERSION);
}

static gboolean
refuse_if_untouchable (WallDeviceStore *self,
                       GError         **error)
{
  if (self->refusal == NULL)
    return FALSE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, self->refusal);
  return TRUE;
}

/* What a person takes off the wall takes its password along. An editor may be half done with a file. */
static gboolean
take_from_person (WallDeviceStore *self,
                  const char      *text,
                  GError         **error)
{
  g_autoptr (GPtrArray) logins = wall_password_giver_list_logins (self->giver);

  if (!wall_device_store_take (self, text, error))
    return FALSE;

  wall_password_giver_withdraw (self->giver, logins);
  return TRUE;
}

/* The step, or 0 with @error set. */
static guint
change_text (WallDeviceStore *self,
             const char      *text,
             GError         **error)
{
  g_autofree char *before = *self->text == '\0' ? dup_start () : g_strdup (self->text);

  if (refuse_if_untouchable (self, error) || !take_from_person (self, text, error))
    return 0;

  if (self->keeper)
    wall_text_keeper_set_text (self->keeper, self->text);
  return add_step (self, before, self->text);
}

/**
 * wall_device_store_clear_undo:
 *
 * Nothing can be taken back any more.
 */
void
wall_device_store_clear_undo (WallDeviceStore *self)
{
  g_queue_clear_full (&self->steps, free_step);
}

/**
 * wall_device_store_begin:
 *
 * Begins a change. Nothing happens before wall_device_store_commit().
 */
void
wall_device_store_begin (WallDeviceStore *self)
{
  g_autofree char *start = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (WALL_IS_DEVICE_STORE (self));
  g_return_if_fail (self->draft == NULL);

  start = *self->text == '\0' ? dup_start () : g_strdup (self->text);
  self->draft_base = g_strdup (self->text);
  self->draft = wall_device_draft_new (start, G_LIST_MODEL (self->cameras), &error);
  g_assert (self->draft);
}

/**
 * wall_device_store_cancel:
 *
 * Forgets the change that was begun.
 */
void
wall_device_store_cancel (WallDeviceStore *self)
{
  g_return_if_fail (WALL_IS_DEVICE_STORE (self));

  g_clear_pointer (&self->draft, wall_device_draft_free);
  g_clear_pointer (&self->draft_base, g_free);
}

/**
 * wall_device_store_add_device:
 * @uri: its address: scheme, host and port; no password
 * @user: (nullable): who signs in
 *
 * Returns: (transfer full): its id
 */
char *
wall_device_store_add_device (WallDeviceStore *self,
                              const char      *uri,
                              const char      *user)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft, NULL);

  return wall_device_draft_add_device (self->draft, uri, user);
}

/**
 * wall_device_store_add_camera:
 * @device_id: (nullable): whose channel it is
 * @uri: (nullable): its own, where there is no @device_id
 * @channel: from 1; 0: it has none
 * @stream: (nullable): "main", "sub"; %NULL: as the wall sees fit
 * @name: (nullable): %NULL: one that is made of its number
 *
 * Adds a camera with the next free number, in the next free place.
 *
 * Returns: (transfer full): its id
 */
char *
wall_device_store_add_camera (WallDeviceStore *self,
                              const char      *device_id,
                              const char      *uri,
                              guint            channel,
                              const char      *stream,
                              const char      *name)
{
  g_autofree char *text = g_strdup_printf ("%u", channel);
  char *id;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft, NULL);

  id = wall_device_draft_add_camera (self->draft, device_id, uri);
  if (channel > 0)
    wall_device_draft_set_camera (self->draft, id, "channel", text);
  if (stream && *stream != '\0')
    wall_device_draft_set_camera (self->draft, id, "stream", stream);
  if (name && *name != '\0')
    wall_device_draft_set_camera (self->draft, id, "name", name);
  return id;
}

/* What only the URIs of cameras name gets a group, where something can be written about it. */
static char *
own_device (WallDeviceStore *self,
            const char      *id)
{
  WallDevice *device = wall_device_store_find (self, id);
  g_autofree char *uri = NULL;
  g_autofree char *user = NULL;

  if (device == NULL || wall_device_draft_has_device (self->draft, id))
    return g_strdup (id);

  g_object_get (device, "uri", &uri, "user", &user, NULL);
  return wall_device_draft_own_device (self->draft, id, uri, user,
                                       wall_device_get_scheme (device)->has_channels);
}

/**
 * wall_device_store_set_device:
 * @id: of the device
 * @key: of the file: "uri", "user", …
 * @value: (nullable): %NULL: the key goes
 */
void
wall_device_store_set_device (WallDeviceStore *self,
                              const char      *id,
                              const char      *key,
                              const char      *value)
{
  g_autofree char *owned = NULL;

  g_return_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft);

  owned = own_device (self, id);
  wall_device_draft_set_device (self->draft, owned, key, value);
}

/**
 * wall_device_store_set_camera:
 * @id: of the camera
 * @key: of the file: "name", "number", "stream", "enabled", "uri", …
 * @value: (nullable): %NULL: the key goes
 */
void
wall_device_store_set_camera (WallDeviceStore *self,
                              const char      *id,
                              const char      *key,
                              const char      *value)
{
  g_return_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft);

  wall_device_draft_set_camera (self->draft, id, key, value);
}

/**
 * wall_device_store_place_camera:
 * @id: of the camera
 * @place: from 0; who stands there changes places with it
 */
void
wall_device_store_place_camera (WallDeviceStore *self,
                                const char      *id,
                                guint            place)
{
  g_return_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft);

  wall_device_draft_place_camera (self->draft, id, place);
}

/**
 * wall_device_store_remove_camera:
 * @id: of the camera
 *
 * A device that has no camera any more goes, too.
 */
void
wall_device_store_remove_camera (WallDeviceStore *self,
                                 const char      *id)
{
  g_return_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft);

  wall_device_draft_remove_camera (self->draft, id);
}

/**
 * wall_device_store_remove_device:
 * @id: of the device
 *
 * Its cameras go with it.
 */
void
wall_device_store_remove_device (WallDeviceStore *self,
                                 const char      *id)
{
  g_return_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft);

  wall_device_draft_remove_device (self->draft, id);
}

/* Others may have changed the file since the change was begun. 0 without @error: it says the same. */
static guint
commit_draft (WallDeviceStore *self,
              GError         **error)
{
  const char *mine = wall_device_draft_get_text (self->draft)->str;
  g_autoptr (GString) merged = NULL;

  if (!wall_device_draft_is_changed (self->draft))
    return 0;

  merged = wall_text_merge (self->draft_base, mine, self->text, WALL_TEXT_MERGE_MINE);
  return change_text (self, merged ? merged->str : mine, error);
}

/**
 * wall_device_store_commit:
 * @label: what was done, for people who may want it undone
 *
 * Ends the change: it shows at once, and is in the file a moment later. One that cannot be, such as a
 * number that another camera has, is told of by "trouble".
 *
 * Returns: the step, for wall_device_store_undo(); 0: nothing was changed
 */
guint
wall_device_store_commit (WallDeviceStore *self,
                          const char      *label)
{
  g_autoptr (GError) error = NULL;
  guint step;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self) && self->draft, 0);

  step = commit_draft (self, &error);
  wall_device_store_cancel (self);
  if (error) {
    g_autofree char *message = g_strdup_printf (_("That could not be changed: %s"), error->message);

    wall_device_store_say (self, message);
  } else if (step > 0)
    wall_device_store_announce (self, step, label);

  return step;
}

static gboolean
turn_step (WallDeviceStore *self,
           guint            id,
           gboolean         is_undone)
{
  Step *step = find_step (self, id);
  g_autoptr (GString) merged = NULL;

  if (step == NULL || step->is_undone == is_undone || self->refusal)
    return FALSE;

  merged = wall_text_merge (is_undone ? step->after : step->before,
                            is_undone ? step->before : step->after, self->text,
                            WALL_TEXT_MERGE_STRICT);
  if (merged == NULL || !take_from_person (self, merged->str, NULL))
    return FALSE;

  step->is_undone = is_undone;
  if (self->keeper)
    wall_text_keeper_set_text (self->keeper, self->text);
  g_signal_emit_by_name (self, is_undone ? "undone" : "redone", id);
  return TRUE;
}

/**
 * wall_device_store_undo:
 * @step: as wall_device_store_commit() returned it
 *
 * Takes a step back, also after others, unless one of them changed the same.
 *
 * Returns: whether it could still be taken back
 */
gboolean
wall_device_store_undo (WallDeviceStore *self,
                        guint            step)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  return turn_step (self, step, TRUE);
}

/**
 * wall_device_store_redo:
 * @step: that was taken back
 *
 * Does it again, also after others, unless one of them changed the same.
 *
 * Returns: whether it could still be done
 */
gboolean
wall_device_store_redo (WallDeviceStore *self,
                        guint            step)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  return turn_step (self, step, FALSE);
}

/**
 * wall_device_store_dup_text:
 *
 * Returns: (transfer full): the wall as a device file has it
 */
char *
wall_device_store_dup_text (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  return g_strdup (self->text);
}

/**
 * wall_device_store_replace_text:
 * @text: of a device file
 * @label: what was done, for people who may want it undone
 * @error: return location for an error that says what is wrong in it
 *
 * Puts another wall in the place of this one. What has the same id in both stays as it is.
 *
 * Returns: the step, for wall_device_store_undo(); 0 with @error set: nothing was changed
 */
guint
wall_device_store_replace_text (WallDeviceStore *self,
                                const char      *text,
                                const char      *label,
                                GError         **error)
{
  guint step;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), 0);

  step = change_text (self, text, error);
  if (step > 0)
    wall_device_store_announce (self, step, label);
  return step;
}
