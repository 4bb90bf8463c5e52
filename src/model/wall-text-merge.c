/* wall-text-merge.c
 *
 * Brings a change of a device file into an edition of it that somebody else changed.
 * Pure: callable from any thread.
 *
 * Both may have changed different keys of one camera, added a camera each, or removed one that the
 * other one knows. Two cameras that were given the same number or place at the same time do not both
 * keep it: mine goes to the next that is free.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-text-merge.h"

#include <string.h>

#include "wall-key-file.h"
#include "wall-text-edit.h"

typedef struct {
  GKeyFile   *base, *mine, *theirs;
  GString    *mine_text;   /* without a byte order mark */
  GString    *text;        /* theirs, and what was brought into it */
  GHashTable *added;       /* of groups in mine */
  GHashTable *changed;     /* of groups in mine: those with another number or place */
  gboolean    is_strict;
  gboolean    is_conflict;
} Merge;

static GKeyFile *
parse (GString *text)
{
  return wall_key_file_parse ("", text, NULL);
}

static char *
get (GKeyFile   *file,
     const char *group,
     const char *key)
{
  char *value = g_key_file_get_value (file, group, key, NULL);

  return value ? g_strchomp (value) : NULL;
}

static gboolean
says_same (GKeyFile   *a,
           GKeyFile   *b,
           const char *group,
           const char *key)
{
  g_autofree char *first = get (a, group, key);
  g_autofree char *second = get (b, group, key);

  return g_strcmp0 (first, second) == 0;
}

static void
set (Merge      *merge,
     const char *group,
     const char *key,
     const char *value)
{
  wall_text_edit_set (merge->text, group, key, value);
  if (value)
    g_key_file_set_value (merge->theirs, group, key, value);
  else
    g_key_file_remove_key (merge->theirs, group, key, NULL);
}

static void
bring_key (Merge      *merge,
           const char *group,
           const char *key)
{
  g_autofree char *value = get (merge->mine, group, key);

  if (says_same (merge->base, merge->mine, group, key))
    return;
  if (!says_same (merge->base, merge->theirs, group, key) &&
      !says_same (merge->mine, merge->theirs, group, key))
    merge->is_conflict = TRUE;

  set (merge, group, key, value);
  if (g_str_equal (key, "number") || g_str_equal (key, "place"))
    g_hash_table_add (merge->changed, g_strdup (group));
}

static gboolean
is_same_group (Merge      *merge,
               const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (merge->mine, group, NULL, NULL);
  g_auto (GStrv) old_keys = g_key_file_get_keys (merge->base, group, NULL, NULL);
  gboolean is_same = TRUE;

  for (guint i = 0; keys[i] != NULL; i++)
    is_same &= says_same (merge->base, merge->mine, group, keys[i]);
  for (guint i = 0; old_keys[i] != NULL; i++)
    is_same &= says_same (merge->base, merge->mine, group, old_keys[i]);
  return is_same;
}

/* What is in both editions of mine. One that they removed stays so. */
static void
bring_keys (Merge      *merge,
            const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (merge->mine, group, NULL, NULL);
  g_auto (GStrv) old_keys = g_key_file_get_keys (merge->base, group, NULL, NULL);

  if (!g_key_file_has_group (merge->theirs, group)) {
    merge->is_conflict |= !is_same_group (merge, group);
    return;
  }

  for (guint i = 0; keys[i] != NULL; i++)
    bring_key (merge, group, keys[i]);
  for (guint i = 0; old_keys[i] != NULL; i++)
    bring_key (merge, group, old_keys[i]);
}

static void
bring_group (Merge      *merge,
             const char *group,
             const char *after)
{
  g_autofree char *block = wall_text_edit_dup_group (merge->mine_text, group);
  g_auto (GStrv) keys = g_key_file_get_keys (merge->mine, group, NULL, NULL);

  if (!g_key_file_has_group (merge->theirs, group))
    wall_text_edit_insert (merge->text, block, after);
  for (guint i = 0; keys[i] != NULL; i++) {
    g_autofree char *value = g_key_file_get_value (merge->mine, group, keys[i], NULL);

    set (merge, group, keys[i], value);
  }

  g_hash_table_add (merge->added, g_strdup (group));
}

static void
bring_groups (Merge *merge)
{
  g_auto (GStrv) groups = g_key_file_get_groups (merge->mine, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    if (g_key_file_has_group (merge->base, groups[i]))
      bring_keys (merge, groups[i]);
    else
      bring_group (merge, groups[i], i > 0 ? groups[i - 1] : NULL);
  }
}

/* (nullable): a camera that says @value, other than @self. */
static char *
find_camera (Merge      *merge,
             const char *key,
             const char *value,
             const char *self)
{
  g_auto (GStrv) groups = g_key_file_get_groups (merge->theirs, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    g_autofree char *other = g_str_has_prefix (groups[i], "camera ")
                               ? get (merge->theirs, groups[i], key) : NULL;

    if (g_strcmp0 (other, value) == 0 && g_strcmp0 (groups[i], self) != 0)
      return g_strdup (groups[i]);
  }

  return NULL;
}

static gboolean
is_needed (Merge      *merge,
           const char *group)
{
  g_autofree char *camera = g_str_has_prefix (group, "device ")
                              ? find_camera (merge, "device", group + strlen ("device "), NULL)
                              : NULL;

  return camera != NULL;
}

/* Cameras first: a device that they gave another camera stays. */
static void
remove_groups (Merge      *merge,
               const char *prefix)
{
  g_auto (GStrv) groups = g_key_file_get_groups (merge->base, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    if (!g_str_has_prefix (groups[i], prefix) || g_key_file_has_group (merge->mine, groups[i]) ||
        is_needed (merge, groups[i]))
      continue;

    wall_text_edit_remove_group (merge->text, groups[i]);
    g_key_file_remove_group (merge->theirs, groups[i], NULL);
  }
}

/* Whose device they removed meanwhile, as its last camera was gone. */
static void
bring_device (Merge      *merge,
              const char *camera)
{
  g_autofree char *id = get (merge->theirs, camera, "device");
  g_autofree char *group = id ? g_strconcat ("device ", id, NULL) : NULL;

  if (group && !g_key_file_has_group (merge->theirs, group) &&
      g_key_file_has_group (merge->mine, group))
    bring_group (merge, group, NULL);
}

static void
bring_devices (Merge *merge)
{
  g_autoptr (GList) cameras = g_hash_table_get_keys (merge->added);

  for (GList *l = cameras; l != NULL; l = l->next)
    bring_device (merge, l->data);
}

static void
make_unique (Merge      *merge,
             const char *group,
             const char *key)
{
  g_autofree char *value = get (merge->theirs, group, key);
  g_autofree char *other = value ? find_camera (merge, key, value, group) : NULL;
  guint next = value ? g_ascii_strtoull (value, NULL, 10) : 0;

  while (other) {
    g_free (value);
    g_free (other);
    value = g_strdup_printf ("%u", ++next);
    other = find_camera (merge, key, value, group);
    if (other == NULL)
      set (merge, group, key, value);
  }
}

static gboolean
is_taken (Merge      *merge,
          const char *group,
          const char *key)
{
  g_autofree char *value = get (merge->theirs, group, key);
  g_autofree char *other = value ? find_camera (merge, key, value, group) : NULL;

  return other != NULL;
}

static void
settle (Merge *merge)
{
  static const char *const keys[] = { "number", "place" };
  GHashTableIter iter;
  gpointer group;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_hash_table_iter_init (&iter, merge->added);
    while (g_hash_table_iter_next (&iter, &group, NULL))
      make_unique (merge, group, keys[i]);

    g_hash_table_iter_init (&iter, merge->changed);
    while (g_hash_table_iter_next (&iter, &group, NULL)) {
      merge->is_conflict |= is_taken (merge, group, keys[i]);
      make_unique (merge, group, keys[i]);
    }
  }
}

static void
bring (Merge *merge)
{
  bring_groups (merge);
  remove_groups (merge, "camera ");
  remove_groups (merge, "");
  bring_devices (merge);
  settle (merge);
}

static GString *
merge_parsed (Merge *merge)
{
  GString *text = NULL;

  if (merge->base && merge->mine && merge->theirs) {
    merge->added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    merge->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    bring (merge);
    if (!(merge->is_strict && merge->is_conflict))
      text = g_steal_pointer (&merge->text);
    g_hash_table_unref (merge->added);
    g_hash_table_unref (merge->changed);
  }

  return text;
}

static GString *
merge_all (const char        *base,
           const char        *mine,
           const char        *theirs,
           WallTextMergeMode  mode)
{
  g_autoptr (GString) base_text = g_string_new (base);
  g_autoptr (GString) mine_text = g_string_new (mine);
  g_autoptr (GString) theirs_text = g_string_new (theirs);
  g_autoptr (GKeyFile) base_file = parse (base_text);
  g_autoptr (GKeyFile) mine_file = parse (mine_text);
  g_autoptr (GKeyFile) theirs_file = parse (theirs_text);
  g_autoptr (GString) text = g_string_new (theirs);
  Merge merge = {
    .base = base_file, .mine = mine_file, .theirs = theirs_file, .mine_text = mine_text,
    .text = text, .is_strict = mode == WALL_TEXT_MERGE_STRICT,
  };
  GString *merged = merge_parsed (&merge);

  if (merged)
    g_steal_pointer (&text);
  return merged;
}

/**
 * wall_text_merge:
 * @base: a device file
 * @mine: what became of it here
 * @theirs: what became of it elsewhere
 *
 * Returns: (transfer full) (nullable): what becomes of it when both are wanted; it may still be one
 *   that cannot be read. %NULL: there is none
 */
GString *
wall_text_merge (const char        *base,
                 const char        *mine,
                 const char        *theirs,
                 WallTextMergeMode  mode)
{
  if (g_str_equal (base, theirs) || g_str_equal (mine, theirs))
    return g_string_new (mine);
  if (g_str_equal (base, mine))
    return g_string_new (theirs);

  return merge_all (base, mine, theirs, mode);
}
