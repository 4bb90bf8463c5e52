/* wall-probe-steps.c
 *
 * The steps in which a device is found out, each with a mark; at the one that fails it says what is
 * wrong and what to do. A mark is a symbol and a word: no step is told by its colour alone.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-steps.h"

#include <glib/gi18n-lib.h>

#include "wall-describe.h"

typedef enum {
  MARK_WAITING,
  MARK_RUNNING,
  MARK_DONE,
  MARK_FAILED,
} Mark;

typedef struct {
  AdwActionRow *row;
  GtkStack     *mark;
  Mark          state;
} Step;

struct _WallProbeSteps {
  AdwBin parent_instance;

  Step steps[WALL_PROBE_N_STEPS];
};

G_DEFINE_FINAL_TYPE (WallProbeSteps, wall_probe_steps, ADW_TYPE_BIN)

static const char *const titles[WALL_PROBE_N_STEPS] = {
  [WALL_PROBE_FOUND] = N_("Find the device"),
  [WALL_PROBE_CONNECTED] = N_("Connect"),
  [WALL_PROBE_SIGNED_IN] = N_("Sign in"),
  [WALL_PROBE_CHANNELS] = N_("Read the channels"),
  [WALL_PROBE_PICTURE] = N_("First picture"),
};

static const struct {
  const char *name;    /* of the page in the stack of marks */
  const char *icon;    /* (nullable): it is a spinner */
  const char *style;   /* (nullable) */
  const char *words;
} marks[] = {
  [MARK_WAITING] = { "waiting", "wall-queued-symbolic", "dim-label", N_("not yet") },
  [MARK_RUNNING] = { "running", NULL, NULL, N_("under way") },
  [MARK_DONE] = { "done", "object-select-symbolic", "success", N_("done") },
  [MARK_FAILED] = { "failed", "dialog-error-symbolic", "error", N_("failed") },
};

static void
set_mark (Step *step,
          Mark  state)
{
  GtkWidget *spinner = gtk_stack_get_child_by_name (step->mark, marks[MARK_RUNNING].name);

  step->state = state;
  gtk_stack_set_visible_child_name (step->mark, marks[state].name);
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), state == MARK_RUNNING);
  if (state == MARK_WAITING)
    gtk_widget_add_css_class (GTK_WIDGET (step->row), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (step->row), "dim-label");
}

/* For who does not see the mark: what it says, and what stands below the title. */
static void
describe (Step       *step,
          const char *words)
{
  const char *state = _(marks[step->state].words);
  g_autofree char *text = *words ? g_strdup_printf ("%s: %s", state, words) : g_strdup (state);

  adw_action_row_set_subtitle (step->row, words);
  wall_describe (step->row, text);
}

static GtkStack *
make_mark (void)
{
  GtkStack *stack = GTK_STACK (gtk_stack_new ());

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    GtkWidget *mark = marks[i].icon ? gtk_image_new_from_icon_name (marks[i].icon)
                                    : gtk_spinner_new ();

    if (marks[i].style)
      gtk_widget_add_css_class (mark, marks[i].style);
    gtk_accessible_update_state (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
    gtk_stack_add_named (stack, mark, marks[i].name);
  }
  gtk_widget_set_valign (GTK_WIDGET (stack), GTK_ALIGN_CENTER);

  return stack;
}

static void
add_step (WallProbeSteps *self,
          GtkListBox     *list,
          WallProbeStep   which)
{
  Step *step = &self->steps[which];

  step->row = ADW_ACTION_ROW (adw_action_row_new ());
  step->mark = make_mark ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (step->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (step->row), _(titles[which]));
  adw_action_row_add_prefix (step->row, GTK_WIDGET (step->mark));
  gtk_list_box_append (list, GTK_WIDGET (step->row));
}

static void
wall_probe_steps_class_init (WallProbeStepsClass *klass)
{
}

static void
wall_probe_steps_init (WallProbeSteps *self)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());

  gtk_list_box_set_selection_mode (list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Steps of connecting"), -1);
  for (guint i = 0; i < WALL_PROBE_N_STEPS; i++)
    add_step (self, list, i);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (list));
  wall_probe_steps_clear (self);
}

/**
 * wall_probe_steps_new:
 *
 * Returns: (transfer floating): steps of which none has begun
 */
GtkWidget *
wall_probe_steps_new (void)
{
  return g_object_new (WALL_TYPE_PROBE_STEPS, NULL);
}

/**
 * wall_probe_steps_clear:
 * @self: the steps
 *
 * None has begun.
 */
void
wall_probe_steps_clear (WallProbeSteps *self)
{
  g_return_if_fail (WALL_IS_PROBE_STEPS (self));

  for (guint i = 0; i < WALL_PROBE_N_STEPS; i++) {
    set_mark (&self->steps[i], MARK_WAITING);
    describe (&self->steps[i], "");
  }
}

/**
 * wall_probe_steps_set:
 * @step: that begins, or is done
 * @words: what is known of it; "" if nothing is
 */
void
wall_probe_steps_set (WallProbeSteps *self,
                      WallProbeStep   step,
                      gboolean        is_done,
                      const char     *words)
{
  g_return_if_fail (WALL_IS_PROBE_STEPS (self));
  g_return_if_fail ((guint) step < WALL_PROBE_N_STEPS);

  set_mark (&self->steps[step], is_done ? MARK_DONE : MARK_RUNNING);
  describe (&self->steps[step], words);
}

/* The one that began last; before the first has begun it is the first. */
static Step *
find_running (WallProbeSteps *self)
{
  for (guint i = WALL_PROBE_N_STEPS; i > 0; i--)
    if (self->steps[i - 1].state != MARK_WAITING)
      return &self->steps[i - 1];

  return &self->steps[0];
}

/**
 * wall_probe_steps_fail:
 * @sentence: what is wrong, and what to do
 *
 * The step that began last was not done.
 */
void
wall_probe_steps_fail (WallProbeSteps *self,
                       const char     *sentence)
{
  Step *step;

  g_return_if_fail (WALL_IS_PROBE_STEPS (self));

  step = find_running (self);
  set_mark (step, MARK_FAILED);
  describe (step, sentence);
}
