using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Publishing;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>One tenant of a receiver. Publisher and journal are disposed by whoever made them.</summary>
/// <param name="Tenant">Its name: the first part of its addresses.</param>
/// <param name="Settings">Its senders.</param>
/// <param name="Folder">The folder to which files named in the settings are relative.</param>
/// <param name="Publisher">Where its events go.</param>
/// <param name="Journal">What it remembers.</param>
public sealed record TenantHooks(string Tenant, SubscriptionsSettings Settings, string Folder, RawEventPublisher Publisher, HookJournal Journal);
