/* wall-help.c
 *
 * The help: all topics on one page, which typing narrows down. It has everything with it, so it is
 * there without a network and in a sandbox. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-help.h"

#include <string.h>

#include "wall-help-text.h"

struct _WallHelp {
  AdwBin parent_instance;

  GtkSearchBar       *search_bar;
  GtkEditable        *search_entry;
  GtkStack           *stack;
  AdwPreferencesPage *page;
  GtkWidget          *nothing;
  GPtrArray          *groups;     /* of AdwPreferencesGroup; the page's */
  GPtrArray          *rows;       /* of Row */
  const char         *close_action;
};

typedef struct {
  GtkWidget *widget;    /* the group's */
  GtkWidget *group;     /* the page's */
  char      *folded;    /* what it says, for comparing */
} Row;

G_DEFINE_FINAL_TYPE (WallHelp, wall_help, ADW_TYPE_BIN)

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->folded);
  g_free (row);
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal ? normal : "", -1);
}

/* Whether a topic has every word, wherever it stands. */
static gboolean
has_words (const Row         *row,
           const char *const *words)
{
  for (guint i = 0; words[i]; i++)
    if (strstr (row->folded, words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
on_search_changed (WallHelp *self)
{
  g_autofree char *wanted = fold (gtk_editable_get_text (self->search_entry));
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);
  gboolean is_found = FALSE;

  for (guint i = 0; i < self->groups->len; i++)
    gtk_widget_set_visible (self->groups->pdata[i], FALSE);

  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = self->rows->pdata[i];
    gboolean is_wanted = has_words (row, (const char *const *) words);

    gtk_widget_set_visible (row->widget, is_wanted);
    if (is_wanted)
      gtk_widget_set_visible (row->group, TRUE);
    is_found |= is_wanted;
  }
  gtk_stack_set_visible_child (self->stack, is_found ? GTK_WIDGET (self->page) : self->nothing);
}

static GtkWidget *
get_group (WallHelp   *self,
           const char *title)
{
  AdwPreferencesGroup *group = self->groups->len > 0
                                 ? self->groups->pdata[self->groups->len - 1] : NULL;

  if (group && strcmp (adw_preferences_group_get_title (group), title) == 0)
    return GTK_WIDGET (group);

  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);

  return GTK_WIDGET (group);
}

static void
add_topic (const char *group,
           const char *title,
           const char *text,
           const char *icon_name,
           gpointer    user_data)
{
  WallHelp *self = user_data;
  g_autofree char *all = g_strjoin (" ", group, title, text, NULL);
  GtkWidget *widget = adw_action_row_new ();
  Row *row = g_new0 (Row, 1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (widget), 0);
  if (icon_name) {
    GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

    gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
    adw_action_row_add_prefix (ADW_ACTION_ROW (widget), icon);
  }

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  row->widget = widget;
  row->group = get_group (self, group);
  row->folded = fold (all);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (row->group), widget);
}

static void
on_find (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  WallHelp *self = WALL_HELP (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_close (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_widget_activate_action (widget, WALL_HELP (widget)->close_action, NULL);
}

static void
finalize (GObject *object)
{
  WallHelp *self = WALL_HELP (object);

  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (wall_help_parent_class)->finalize (object);
}

static void
wall_help_class_init (WallHelpClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_install_action (widget_class, "help.find", NULL, on_find);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "help.find", NULL);
  gtk_widget_class_install_action (widget_class, "help.close", NULL, on_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "help.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-help.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, search_bar);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, stack);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, page);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, nothing);
}

static void
wall_help_init (WallHelp *self)
{
  self->groups = g_ptr_array_new ();
  self->rows = g_ptr_array_new_with_free_func (free_row);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  wall_help_text_visit (add_topic, self);
}

/**
 * wall_help_new:
 * @close_action: a static name: what takes it away, where it is shown
 *
 * Returns: (transfer floating): the help
 */
GtkWidget *
wall_help_new (const char *close_action)
{
  WallHelp *self = g_object_new (WALL_TYPE_HELP, NULL);

  self->close_action = close_action;

  return GTK_WIDGET (self);
}
