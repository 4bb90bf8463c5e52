/* wall-transfer-plan.c
 *
 * What importing a file would do, as a list that can be opened: for each of the two ways a sentence,
 * and beneath it every camera that it is about. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-transfer-plan.h"

#include <glib/gi18n-lib.h>

#include "wall-transfer.h"

/* Logical pixels: both sentences are read at once, even in the narrowest window; beyond, it is
 * scrolled. */
#define WIDTH      280
#define MIN_HEIGHT 220
#define MAX_HEIGHT 340

static char *
dup_words (WallImportChange change,
           const char      *address)
{
  switch (change) {
  case WALL_IMPORT_ADDED:
    /* Translators: what becomes of a camera; its address follows */
    return g_strdup_printf (_("Added · %s"), address);
  case WALL_IMPORT_REMOVED:
    /* Translators: what becomes of a camera; its address follows */
    return g_strdup_printf (_("Removed · %s"), address);
  case WALL_IMPORT_CHANGED:
  default:
    /* Translators: what becomes of a camera; its address follows */
    return g_strdup_printf (_("Changed · %s"), address);
  }
}

/* Names are what others typed: no markup. */
static GtkWidget *
make_item (const WallImportItem *item)
{
  g_autofree char *name = g_markup_escape_text (*item->name ? item->name : item->address, -1);
  g_autofree char *address = g_markup_escape_text (item->address, -1);
  g_autofree char *words = dup_words (item->change, address);

  return g_object_new (ADW_TYPE_ACTION_ROW, "title", name, "subtitle", words, NULL);
}

static GtkWidget *
make_way (const char *title,
          const char *sentence,
          GPtrArray  *items)
{
  GType type = items->len > 0 ? ADW_TYPE_EXPANDER_ROW : ADW_TYPE_ACTION_ROW;
  GtkWidget *row = g_object_new (type, "title", title, "subtitle", sentence, NULL);

  for (guint i = 0; i < items->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_item (g_ptr_array_index (items, i)));

  return row;
}

static void
add_way (GtkListBox      *list,
         const char      *title,
         WallImport      *import,
         WallDeviceStore *store,
         WallImportMode   mode)
{
  g_autofree char *sentence = wall_transfer_dup_sentence (import, store, mode);
  g_autoptr (GPtrArray) items = wall_import_list_changes (import, store, mode);

  gtk_list_box_append (list, make_way (title, sentence, items));
}

/**
 * wall_transfer_plan_new:
 * @import: what is in a file
 * @store: the wall that it would come to
 *
 * Returns: (transfer floating): a list of both ways
 */
GtkWidget *
wall_transfer_plan_new (WallImport      *import,
                        WallDeviceStore *store)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  add_way (GTK_LIST_BOX (list), _("Add to this wall"), import, store, WALL_IMPORT_ADD);
  add_way (GTK_LIST_BOX (list), _("Replace this wall"), import, store, WALL_IMPORT_REPLACE);

  g_object_set (scrolled, "child", list, "hscrollbar-policy", GTK_POLICY_NEVER, "width-request", WIDTH,
                "propagate-natural-height", TRUE, "min-content-height", MIN_HEIGHT,
                "max-content-height", MAX_HEIGHT, NULL);

  return scrolled;
}
