namespace Syntra.Governance.Disclosure;

/// <summary>A declared way by which something of a person is read or leaves; what every access by it has in common.</summary>
/// <param name="Service">User or service that reads.</param>
/// <param name="Scope">Brief description of what: classes of fields, no values.</param>
/// <param name="Purpose">Purpose-of-use code.</param>
/// <param name="Recipient">Who receives it.</param>
/// <param name="Class">Class, which decides whether an accounting lists it.</param>
public sealed record DisclosureRoute(string Service, string Scope, string Purpose, Recipient Recipient, DisclosureClass Class);

/// <summary>Told of each payload that was opened.</summary>
public interface IPhiAccessLog
{
    /// <summary>A payload was opened.</summary>
    /// <param name="patient">Token of the patient; of the encounter or the record where no patient is on it.</param>
    void Opened(string patient);
}
