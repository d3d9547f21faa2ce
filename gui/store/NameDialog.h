// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace vitrine::gui {

/// Asks for a name. The verb stands on the button, which is there to press when the name will do.
class NameDialog : public QDialog {
    Q_OBJECT
public:
    struct Text {
        QString title;
        QString label;
        QString name; ///< to begin with
        QString verb;
    };
    /// "" when the name will do, else why not.
    using Check = std::function<QString(const QString &name)>;

    NameDialog(const Text &text, Check check, QWidget *parent = nullptr);
    /// One more line, which may stay empty.
    QLineEdit *addField(const QString &label, const QString &placeholder);
    /// A line below, for as long as there is nothing to say against the name.
    void setHint(const QString &hint);
    [[nodiscard]] QString name() const;

private:
    void check();

    Check m_check;
    QFormLayout *m_form;
    QLineEdit *m_name;
    QLabel *m_problem;
    QString m_hint;
    QPushButton *m_do;
};

/// A check for the name of a volume, as the helper makes it.
QString volumeNameProblem(const QString &name);
/// The same for a name of an image.
QString imageNameProblem(const QString &name);

} // namespace vitrine::gui
