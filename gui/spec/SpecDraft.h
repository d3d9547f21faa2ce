// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/ContainerSpec.h"
#include "core/spec/SpecValidate.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace vitrine::gui {

/// The state behind the container forms: one specification, changed only through edit(), and what is wrong with it.
/// Widgets read from it and write to it, and keep nothing but text that cannot be read yet.
class SpecDraft : public QObject {
    Q_OBJECT
public:
    using Place = std::pair<spec::FieldId, std::optional<std::size_t>>; ///< a field, or one row of a list
    using HostCheck = std::function<std::vector<spec::Problem>(const spec::ContainerSpec &)>;

    explicit SpecDraft(spec::ContainerSpec initial, QObject *parent = nullptr);

    [[nodiscard]] const spec::ContainerSpec &spec() const { return m_spec; }
    /// Changes the specification and checks it again; emits changed() even when a form wrote back what it had read.
    void edit(const std::function<void(spec::ContainerSpec &)> &change);

    /// The command as a person writes it. While that cannot be read, it is an input problem and the command stays.
    void setCommandLine(const QString &text);

    /// What the pure validation cannot know: names in use, folders that are not there.
    void setHostCheck(HostCheck check);
    /// Text in a form that is not a value: it blocks isReady() until it is mended. Empty text clears it.
    void setInputProblem(Place place, const QString &message);
    /// Row numbers of a list are about to change, so what was said of its rows no longer holds.
    void clearInputProblems(spec::FieldId field);
    /// Whether a form shows text there that is not a value, and so not what spec() holds.
    [[nodiscard]] bool hasInputProblem(const Place &place) const { return m_inputProblems.contains(place); }

    [[nodiscard]] const std::vector<spec::Problem> &problems() const { return m_problems; }
    [[nodiscard]] bool isReady() const;

public slots:
    void check();

signals:
    void changed();
    void problemsChanged();

private:
    spec::ContainerSpec m_spec;
    HostCheck m_hostCheck;
    std::map<Place, QString> m_inputProblems;
    std::vector<spec::Problem> m_problems;
};

} // namespace vitrine::gui
