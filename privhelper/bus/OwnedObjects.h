// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Calls.h"
#include "privhelper/bus/ObjectKind.h"
#include "privhelper/bus/Policy.h"
#include "privhelper/bus/Subscribers.h"

#include <fmt/format.h>

#include <cerrno>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::bus {

/// One property of the objects `T`: how its value is appended, without a variant.
template <typename T> struct Property {
    const char *name;
    const char *signature;
    int (*append)(sd_bus_message *message, const T &object);
};

/// What an interface of objects that have owners needs besides its verbs: they are announced to, and found, read and
/// called by, their owner alone. For everybody else they are not there: the same answers come as for a path that has
/// never been one. `Self` is the class that derives from this; `T` has id(), ownerUid() and beginOperation().
template <typename Self, typename T> class OwnedObjects : public ObjectKind, public daemon::ObjectObserver<T> {
public:
    void added(const T &object) override { m_subscribers.tellAdded(*this, object.id(), object.ownerUid()); }
    void changed(const T &object, const daemon::Properties &properties) override
    {
        m_subscribers.tellChanged(*this, object.id(), object.ownerUid(), properties);
    }
    void removed(const std::string &id, std::uint32_t ownerUid) override
    {
        m_subscribers.tellRemoved(*this, id, ownerUid);
    }

    [[nodiscard]] std::vector<std::string> idsOf(std::uint32_t ownerUid) const override
    {
        std::vector<std::string> ids;
        for (const T *object : ownedBy(ownerUid))
            ids.push_back(object->id());
        return ids;
    }

    [[nodiscard]] daemon::Properties propertyNames() const override
    {
        daemon::Properties names;
        for (const Property<T> &property : m_properties)
            names.push_back(property.name);
        return names;
    }

    int appendEntry(sd_bus_message *message, const std::string &id, const char *name) const override
    {
        const T *object = find(id);
        const Property<T> *property = findProperty(name);
        if (object == nullptr || property == nullptr)
            return -ENOENT;
        int r = sd_bus_message_open_container(message, SD_BUS_TYPE_DICT_ENTRY, "sv");
        if (r >= 0)
            r = sd_bus_message_append_basic(message, SD_BUS_TYPE_STRING, property->name);
        if (r >= 0)
            r = sd_bus_message_open_container(message, SD_BUS_TYPE_VARIANT, property->signature);
        if (r >= 0)
            r = property->append(message, *object);
        if (r >= 0)
            r = sd_bus_message_close_container(message);
        return r < 0 ? r : sd_bus_message_close_container(message);
    }

protected:
    using Act = std::function<void(T &object, const CallPtr &call)>;

    /// `noun` is what a person calls one of them.
    OwnedObjects(sd_bus *bus, Gate &gate, Subscribers &subscribers, const char *pathPrefix, const char *interface,
                 const char *noun, std::span<const Property<T>> properties)
        : ObjectKind(pathPrefix, interface)
        , m_gate(gate)
        , m_bus(bus)
        , m_subscribers(subscribers)
        , m_noun(noun)
        , m_properties(properties)
    {
    }

    [[nodiscard]] virtual T *find(const std::string &id) const = 0;
    [[nodiscard]] virtual std::vector<T *> ownedBy(std::uint32_t uid) const = 0;

    Result<> publishVtable(const sd_bus_vtable *vtable)
    {
        const std::string root(pathPrefix(), std::string_view(pathPrefix()).size() - 1);
        sd_bus_slot *slot = nullptr;
        VITRINE_TRY(checked(sd_bus_add_fallback_vtable(m_bus, &slot, root.c_str(), interface(), vtable, findObject,
                                                       static_cast<Self *>(this)),
                            std::string("publishing ") + interface()));
        m_slot.reset(slot);
        return {};
    }

    /// For the vtable.
    static int getProperty(sd_bus *, const char *path, const char *, const char *name, sd_bus_message *reply,
                           void *userdata, sd_bus_error *)
    {
        const OwnedObjects &self = *static_cast<Self *>(userdata);
        const auto appended = daemon::guard([&]() -> Result<int> {
            const T *object = self.find(self.idFromPath(path));
            const Property<T> *property = self.findProperty(name);
            return object == nullptr || property == nullptr ? -ENOENT : property->append(reply, *object);
        });
        return appended ? *appended : -ENOMEM;
    }

    /// NotFound for an object that is not the sender's.
    Result<T *> resolve(sd_bus_message *message) const
    {
        VITRINE_TRY_ASSIGN(const std::uint32_t uid, m_gate.uidOf(message));
        T *object = find(idFromPath(sd_bus_message_get_path(message)));
        if (object == nullptr || object->ownerUid() != uid)
            return notThere();
        return object;
    }

    /// What every verb does between its arguments and its work: quota, one change at a time, authorisation, and then a
    /// new look for the object. `actions` are asked for besides the one of the method's policy.
    Result<> perform(sd_bus_message *message, const Act &act)
    {
        return m_gate.admit(message, [&](const CallPtr &call) { return perform(message, call, act); });
    }
    /// The same for a call that is open already.
    Result<> perform(sd_bus_message *message, const CallPtr &call, Act act, std::vector<std::string> actions = {})
    {
        const MethodPolicy *policy = policyOf(interface(), sd_bus_message_get_member(message));
        if (policy == nullptr)
            return failure(ErrorCode::NotAuthorized, "nobody may call this method");
        VITRINE_TRY_ASSIGN(T * object, resolve(message));
        daemon::OperationToken token;
        if (policy->turn == Turn::Alone) {
            VITRINE_TRY_ASSIGN(token, object->beginOperation());
        }
        call->hold(std::move(token));
        actions.insert(actions.begin(), policy->action);
        m_gate.authorize(call, std::move(actions), [this, call, id = object->id(), act = std::move(act)] {
            // Time has passed: it may be gone, and with it what was asked for.
            T *still = find(id);
            if (still == nullptr || still->ownerUid() != call->uid())
                return call->finish(notThere());
            act(*still, call);
        });
        return {};
    }

    Gate &m_gate;

private:
    [[nodiscard]] const Property<T> *findProperty(std::string_view name) const
    {
        for (const Property<T> &property : m_properties) {
            if (property.name == name)
                return &property;
        }
        return nullptr;
    }

    [[nodiscard]] tl::unexpected<Error> notThere() const
    {
        return failure(ErrorCode::NotFound, fmt::format("there is no such {}", m_noun));
    }

    static int findObject(sd_bus *bus, const char *path, const char *, void *userdata, void **found, sd_bus_error *)
    {
        const OwnedObjects &self = *static_cast<Self *>(userdata);
        const auto owned = daemon::guard([&]() -> Result<bool> {
            const T *object = self.find(self.idFromPath(path));
            sd_bus_message *message = sd_bus_get_current_message(bus);
            if (object == nullptr || message == nullptr)
                return false;
            VITRINE_TRY_ASSIGN(const std::uint32_t uid, self.m_gate.uidOf(message));
            return object->ownerUid() == uid;
        });
        *found = userdata;
        return owned && *owned ? 1 : 0;
    }

    sd_bus *m_bus;
    Subscribers &m_subscribers;
    const char *m_noun;
    std::span<const Property<T>> m_properties;
    SlotPtr m_slot;
};

} // namespace vitrine::bus
