namespace Syntra.Cerner.Fhir.Smart;

/// <summary>Access tokens of one server.</summary>
public interface ITokenSource
{
    /// <summary>A token that is good for a while yet.</summary>
    /// <exception cref="Client.FhirFaultException">None is to be had.</exception>
    ValueTask<string> GetAsync(CancellationToken ct);

    /// <summary>The server refused this token: the next call gets another.</summary>
    void Forget(string token);
}
